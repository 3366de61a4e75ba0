import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** node-postgres's pool and PGlite both answer like this. */
export interface Sql {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

type Item = Record<string, unknown>;
type Query = Record<string, string>;

/** What ltijs asks of a database. */
export interface DatabasePlugin {
  setup(): Promise<true>;
  Close(): Promise<true>;
  Get(secret: string | false, collection: string, query?: Query): Promise<Item[] | false>;
  Insert(secret: string | false, collection: string, item: Item, index?: Query): Promise<true>;
  Replace(secret: string | false, collection: string, query: Query, item: Item, index?: Query): Promise<true>;
  Modify(secret: string | false, collection: string, query: Query, change: Item): Promise<true>;
  Delete(collection: string, query: Query): Promise<true>;
}

interface Collection {
  /** What rows are looked up by. */
  columns: string[];
  /** What ltijs replaces a row by; null: rows are only added, as its own model allows. */
  key: string[] | null;
  livesSeconds: number | null;
}

/** ltijs's own MongoDB models, with the keys that its calls of Replace presuppose. */
const COLLECTIONS: Record<string, Collection> = {
  platform: {
    columns: ['platformUrl', 'clientId', 'kid'],
    key: ['platformUrl', 'clientId'],
    livesSeconds: null,
  },
  platformStatus: { columns: ['id'], key: ['id'], livesSeconds: null },
  publickey: {
    columns: ['platformUrl', 'clientId', 'kid'],
    key: ['platformUrl', 'clientId'],
    livesSeconds: null,
  },
  privatekey: {
    columns: ['platformUrl', 'clientId', 'kid'],
    key: ['platformUrl', 'clientId'],
    livesSeconds: null,
  },
  accesstoken: {
    columns: ['platformUrl', 'clientId', 'scopes'],
    key: ['platformUrl', 'clientId', 'scopes'],
    livesSeconds: 3600,
  },
  idtoken: {
    columns: ['iss', 'clientId', 'deploymentId', 'user'],
    key: ['iss', 'clientId', 'deploymentId', 'user'],
    livesSeconds: 86_400,
  },
  contexttoken: { columns: ['contextId', 'user'], key: ['contextId', 'user'], livesSeconds: 86_400 },
  nonce: { columns: ['nonce'], key: null, livesSeconds: 10 },
  state: { columns: ['state'], key: ['state'], livesSeconds: 600 },
};

const named = (name: string) => `"${name}"`;
const tableOf = (collection: string) => named(`ltijs_${collection.toLowerCase()}`);

/** ltijs on PostgreSQL (or PGlite): each call one statement, each lookup by an index, each Replace an upsert. */
export function createDatabasePlugin(sql: Sql): DatabasePlugin {
  function of(collection: string): Collection {
    const found = COLLECTIONS[collection];
    if (!found) throw new Error(`ltijs asks for the unknown collection ${collection}.`);
    return found;
  }

  /** `where` and its values; rows past their time are not there any more. */
  function filter(collection: string, query: Query = {}) {
    const values: unknown[] = Object.values(query);
    const parts = Object.keys(query).map((name, index) => `${named(name)} = $${index + 1}`);
    const { livesSeconds } = of(collection);
    if (livesSeconds !== null) {
      values.push(new Date(Date.now() - livesSeconds * 1000));
      parts.push(`created_at > $${values.length}`);
    }
    return { where: parts.length > 0 ? `where ${parts.join(' and ')}` : '', values };
  }

  async function write(
    secret: string | false,
    collection: string,
    given: { item: Item; index: Query | undefined; replaces: boolean },
  ): Promise<true> {
    const { columns, key } = of(collection);
    const stored = secret ? encrypt(given.item, secret) : given.item;
    const looked: Item = secret ? (given.index ?? {}) : given.item;
    const names = [...columns.map(named), 'item', 'created_at'];
    const values = [
      ...columns.map((column) => looked[column] ?? null),
      JSON.stringify(stored),
      new Date(Date.now()),
    ];
    const places = values.map((_, index) => `$${index + 1}`).join(', ');
    const conflict =
      given.replaces && key
        ? `on conflict (${key.map(named).join(', ')}) do update set ${names
            .filter((name) => !key.map(named).includes(name))
            .map((name) => `${name} = excluded.${name}`)
            .join(', ')}`
        : '';
    await sql.query(
      `insert into ${tableOf(collection)} (${names.join(', ')}) values (${places}) ${conflict}`,
      values,
    );
    return true;
  }

  const plugin: DatabasePlugin = {
    async setup() {
      for (const [collection, { columns, key }] of Object.entries(COLLECTIONS)) {
        const table = tableOf(collection);
        await sql.query(
          `create table if not exists ${table} (${columns.map((name) => `${named(name)} text`).join(', ')},
            item jsonb not null, created_at timestamptz not null)`,
          [],
        );
        const unique = key ? `create unique index if not exists ${named(`ltijs_${collection}_key`)}` : null;
        const index = unique ?? `create index if not exists ${named(`ltijs_${collection}_index`)}`;
        await sql.query(`${index} on ${table} (${(key ?? columns).map(named).join(', ')})`, []);
      }
      setInterval(() => void purge().catch(() => undefined), 60_000).unref();
      return true;
    },
    Close: () => Promise.resolve(true),
    async Get(secret, collection, query) {
      const { where, values } = filter(collection, query);
      const { rows } = await sql.query(
        `select item, created_at from ${tableOf(collection)} ${where}`,
        values,
      );
      if (rows.length === 0) return false;
      return (rows as { item: Item; created_at: Date | string }[]).map(({ item, created_at }) => ({
        ...(secret ? decrypt(item, secret) : item),
        createdAt: new Date(created_at).getTime(),
      }));
    },
    Insert: (secret, collection, item, index) => write(secret, collection, { item, index, replaces: false }),
    Replace: (secret, collection, query, item, index) =>
      write(secret, collection, { item: secret ? item : { ...query, ...item }, index, replaces: true }),
    async Modify(secret, collection, query, change) {
      if (secret) throw new Error('ltijs never modifies what is encrypted.');
      const { where, values } = filter(collection, query);
      await sql.query(
        `update ${tableOf(collection)} set item = item || $${values.length + 1}::jsonb ${where}`,
        [...values, JSON.stringify(change)],
      );
      return true;
    },
    async Delete(collection, query) {
      const { where, values } = filter(collection, query);
      await sql.query(`delete from ${tableOf(collection)} ${where}`, values);
      return true;
    },
  };
  return plugin;

  async function purge(): Promise<void> {
    for (const [collection, { livesSeconds }] of Object.entries(COLLECTIONS))
      if (livesSeconds !== null)
        await sql.query(`delete from ${tableOf(collection)} where created_at <= $1`, [
          new Date(Date.now() - livesSeconds * 1000),
        ]);
  }
}

const keyOf = (secret: string) => createHash('sha256').update(secret).digest();

function encrypt(item: Item, secret: string): Item {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  const data = Buffer.concat([cipher.update(JSON.stringify(item)), cipher.final(), cipher.getAuthTag()]);
  return { iv: iv.toString('hex'), data: data.toString('hex') };
}

function decrypt({ iv, data }: Item, secret: string): Item {
  const bytes = Buffer.from(String(data), 'hex');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), Buffer.from(String(iv), 'hex'));
  decipher.setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as Item;
}
