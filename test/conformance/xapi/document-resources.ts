/** A resource and the numbers under which the list repeats each demand for it. */
export interface Resource {
  path: string;
  idName: string;
  shelf: readonly ('activityId' | 'agent')[];
  numbers: {
    endpoint: number;
    put: number;
    post: number;
    get: number;
    delete: number;
    list: number;
    since: number;
    wrongSince: number;
    create: number;
    merge: number;
    otherType: number;
    noObject: number;
    brokenJson: number;
    /** In the order GET, PUT, POST, DELETE; null: a list is asked for. */
    withoutId: readonly [null, number, number, number | null];
    without: Partial<Record<'activityId' | 'agent', readonly [number, number, number, number]>>;
    wrongAgent?: readonly [number, number, number, number];
  };
}

export const RESOURCES: readonly Resource[] = [
  {
    path: '/activities/state',
    idName: 'stateId',
    shelf: ['activityId', 'agent'],
    numbers: {
      endpoint: 230,
      put: 190,
      post: 189,
      get: 192,
      delete: 191,
      list: 193,
      since: 195,
      wrongSince: 204,
      create: 233,
      merge: 234,
      otherType: 232,
      noObject: 229,
      brokenJson: 235,
      withoutId: [null, 206, 211, null],
      without: { activityId: [208, 210, 209, 207], agent: [213, 215, 214, 212] },
      wrongAgent: [197, 199, 198, 196],
    },
  },
  {
    path: '/agents/profile',
    idName: 'profileId',
    shelf: ['agent'],
    numbers: {
      endpoint: 282,
      put: 273,
      post: 272,
      get: 269,
      delete: 271,
      list: 270,
      since: 275,
      wrongSince: 260,
      create: 280,
      merge: 279,
      otherType: 278,
      noObject: 281,
      brokenJson: 284,
      withoutId: [null, 267, 266, 265],
      without: { agent: [261, 264, 263, 262] },
      wrongAgent: [258, 257, 256, 255],
    },
  },
  {
    path: '/activities/profile',
    idName: 'profileId',
    shelf: ['activityId'],
    numbers: {
      endpoint: 311,
      put: 287,
      post: 286,
      get: 288,
      delete: 285,
      list: 289,
      since: 294,
      wrongSince: 295,
      create: 310,
      merge: 308,
      otherType: 309,
      noObject: 313,
      brokenJson: 314,
      withoutId: [null, 302, 301, 300],
      without: { activityId: [296, 299, 298, 297] },
    },
  },
];
