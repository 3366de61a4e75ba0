import type { FileType } from './media.rules.ts';

/** How long a film is as its metadata says, in whole seconds, rounded up; null: they don't say. */
export function readVideoSeconds(bytes: Buffer, type: FileType): number | null {
  const seconds = type === 'mp4' ? readMp4(bytes) : type === 'webm' ? readWebm(bytes) : null;
  return seconds !== null && Number.isFinite(seconds) && seconds > 0 && seconds < 1e7
    ? Math.ceil(seconds)
    : null;
}

interface Box {
  name: string;
  from: number;
  to: number;
}

/** The boxes one after another (ISO/IEC 14496-12 §4.2); a broken one ends the list. */
function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  let at = from;
  while (at + 8 <= to) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    const short = bytes.readUInt32BE(at);
    const long = short === 1 && at + 16 <= to;
    const size = short === 0 ? to - at : long ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    const head = long ? 16 : 8;
    if (size < head || at + size > to) return;
    yield { name, from: at + head, to: at + size };
    at += size;
  }
}

const findBox = (bytes: Buffer, within: Box, name: string): Box | undefined =>
  [...boxesIn(bytes, within.from, within.to)].find((box) => box.name === name);

/** The movie's header; of a fragmented film, the extends header says it. */
function readMp4(bytes: Buffer): number | null {
  const whole = { name: '', from: 0, to: bytes.length };
  const movie = findBox(bytes, whole, 'moov');
  const header = movie && findBox(bytes, movie, 'mvhd');
  if (!header || header.to - header.from < 20) return null;
  const { from } = header;
  const wide = bytes[from] === 1;
  if (wide && header.to - from < 32) return null;
  const timescale = bytes.readUInt32BE(from + (wide ? 20 : 12));
  const duration = wide ? Number(bytes.readBigUInt64BE(from + 24)) : bytes.readUInt32BE(from + 16);
  const unknown = duration === 0 || duration === 0xffffffff;
  const ticks = unknown ? readFragmented(bytes, movie) : duration;
  return timescale === 0 || ticks === null ? null : ticks / timescale;
}

function readFragmented(bytes: Buffer, movie: Box): number | null {
  const extended = findBox(bytes, movie, 'mvex');
  const header = extended && findBox(bytes, extended, 'mehd');
  if (!header) return null;
  const wide = bytes[header.from] === 1;
  if (header.to - header.from < (wide ? 12 : 8)) return null;
  return wide ? Number(bytes.readBigUInt64BE(header.from + 4)) : bytes.readUInt32BE(header.from + 4);
}

const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const DEFAULT_SCALE = 1_000_000;

interface Element {
  id: number;
  from: number;
  to: number;
}

/** A number of EBML (RFC 8794 §4): as many bytes as its first has leading zeros, and one. null: cut off. */
function readVarInt(bytes: Buffer, at: number, keepMarker: boolean): { value: number; next: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  const kept = keepMarker ? first : first & (0xff >> length);
  let value = kept;
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, next: at + length };
}

/** The elements one after another; one of unknown or too great a size goes to the end. */
function* elementsIn(bytes: Buffer, from: number, to: number): Generator<Element> {
  let at = from;
  while (at < to) {
    const id = readVarInt(bytes, at, true);
    const size = id && readVarInt(bytes, id.next, false);
    if (!id || !size) return;
    const end = Math.min(to, size.next + size.value);
    yield { id: id.value, from: size.next, to: end };
    at = end;
  }
}

const findElement = (
  bytes: Buffer,
  within: { from: number; to: number },
  id: number,
): Element | undefined => {
  for (const element of elementsIn(bytes, within.from, within.to)) if (element.id === id) return element;
  return undefined;
};

function readWebm(bytes: Buffer): number | null {
  const segment = findElement(bytes, { from: 0, to: bytes.length }, SEGMENT);
  const info = segment && findElement(bytes, segment, INFO);
  const duration = info && findElement(bytes, info, DURATION);
  if (!info || !duration) return null;
  const length = duration.to - duration.from;
  const ticks =
    length === 4 ? bytes.readFloatBE(duration.from) : length === 8 ? bytes.readDoubleBE(duration.from) : null;
  const scale = findElement(bytes, info, TIMESTAMP_SCALE);
  const scaleBytes = scale ? scale.to - scale.from : 0;
  const nanoseconds =
    scale && scaleBytes >= 1 && scaleBytes <= 6 ? bytes.readUIntBE(scale.from, scaleBytes) : DEFAULT_SCALE;
  return ticks === null ? null : (ticks * nanoseconds) / 1e9;
}
