/** Small real headers, as cameras, editors and browsers write them. */
export function aPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

/** With an application segment before the frame, as cameras write it; `frame`: progressive files have SOF2. */
export function aJpeg(width: number, height: number, frame = 0xc0): Buffer {
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0x00, 0x10]), Buffer.alloc(14)]);
  const table = Buffer.concat([Buffer.from([0xff, 0xc4, 0x00, 0x05]), Buffer.alloc(3)]);
  const sof = Buffer.from([
    0xff,
    frame,
    0x00,
    0x11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    3,
  ]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), exif, table, sof, Buffer.alloc(8)]);
}

export function aWebp(kind: 'VP8X' | 'VP8L' | 'VP8 ', width: number, height: number): Buffer {
  const file = Buffer.alloc(40);
  file.write('RIFF', 0, 'latin1');
  file.write('WEBP', 8, 'latin1');
  file.write(kind, 12, 'latin1');
  if (kind === 'VP8X') {
    file.writeUIntLE(width - 1, 24, 3);
    file.writeUIntLE(height - 1, 27, 3);
  } else if (kind === 'VP8L') {
    file[20] = 0x2f;
    file.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  } else {
    file.writeUInt16LE(width, 26);
    file.writeUInt16LE(height, 28);
  }
  return file;
}

const box = (name: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, place) => bytes.writeUInt32BE(value, place * 4));
  return bytes;
};

/** `version` 1 counts in 64 bits; `fragments`: the length stands in the extends header instead. */
export function anMp4(seconds: number, given: { version?: 0 | 1; fragments?: boolean } = {}): Buffer {
  const { version = 0, fragments = false } = given;
  const scale = 600;
  const ticks = fragments ? 0 : seconds * scale;
  const header =
    version === 1
      ? box('mvhd', numbers(0x01000000, 0, 0, 0, 0, scale, 0, ticks), Buffer.alloc(80))
      : box('mvhd', numbers(0, 0, 0, scale, ticks), Buffer.alloc(80));
  const extended = fragments ? [box('mvex', box('mehd', numbers(0, seconds * scale)))] : [];
  // The film itself comes first, as cameras write it.
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isom', 'latin1')),
    box('mdat', Buffer.alloc(64, 7)),
    box('moov', header, ...extended),
  ]);
}

const element = (id: number[], content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(id),
    Buffer.from([0x40 | (content.length >> 8), content.length & 255]),
    content,
  ]);

/** `seconds` null: as a browser's recorder leaves it, without a length and with a segment of unknown size. */
export function aWebm(seconds: number | null): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE((seconds ?? 0) * 1000);
  const scale = element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40]));
  const info = element(
    [0x15, 0x49, 0xa9, 0x66],
    Buffer.concat([scale, ...(seconds === null ? [] : [element([0x44, 0x89], duration)])]),
  );
  const head = element([0x1a, 0x45, 0xdf, 0xa3], Buffer.from('\x42\x82\x84webm', 'latin1'));
  const segment =
    seconds === null
      ? Buffer.concat([Buffer.from([0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255]), info])
      : element([0x18, 0x53, 0x80, 0x67], info);
  return Buffer.concat([head, segment]);
}
