import type { Medium } from './resources.schema.ts';

/** What a file is by its first bytes: its name may say anything. */
export type FileType = 'png' | 'jpeg' | 'webp' | 'mp4' | 'webm' | 'pdf' | 'other';

export interface Size {
  width: number;
  height: number;
}

const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to);

export function detectFileType(bytes: Buffer): FileType {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 4, 8) === 'ftyp') return 'mp4';
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x1a45dfa3) return 'webm';
  if (ascii(bytes, 0, 5) === '%PDF-') return 'pdf';
  return 'other';
}

const TYPES: Record<FileType, { medium: Medium | null; mime: string; shown: boolean }> = {
  png: { medium: 'image', mime: 'image/png', shown: true },
  jpeg: { medium: 'image', mime: 'image/jpeg', shown: true },
  webp: { medium: 'image', mime: 'image/webp', shown: true },
  mp4: { medium: 'video', mime: 'video/mp4', shown: true },
  webm: { medium: 'video', mime: 'video/webm', shown: true },
  pdf: { medium: 'document', mime: 'application/pdf', shown: false },
  other: { medium: null, mime: 'application/octet-stream', shown: false },
};

/** What its bytes make of a file, else what its sender calls it. */
export const mediumOf = (type: FileType, said: Medium): Medium => TYPES[type].medium ?? said;
export const mimeOf = (type: FileType): string => TYPES[type].mime;
/** May stand in a page: browsers run nothing in these. */
export const isShown = (type: FileType): boolean => TYPES[type].shown;

/** A picture's size as its header says; null: it can't be read. */
export function readImageSize(bytes: Buffer, type: FileType): Size | null {
  const size =
    type === 'png'
      ? readPng(bytes)
      : type === 'jpeg'
        ? readJpeg(bytes)
        : type === 'webp'
          ? readWebp(bytes)
          : null;
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

const readPng = (bytes: Buffer): Size | null =>
  bytes.length < 24 || ascii(bytes, 12, 16) !== 'IHDR'
    ? null
    : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };

/** Start of frame: every SOFn but the three markers between them that are none. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers that stand alone, without a length. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Segment by segment; a turned picture's shorter side is the same. */
function readJpeg(bytes: Buffer): Size | null {
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isAlone(marker)) at += 2;
    else if (isFrame(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    else if (marker === 0xda || marker === 0xd9) return null;
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return null;
}

/** Its first chunk: extended, lossless or lossy. */
function readWebp(bytes: Buffer): Size | null {
  if (bytes.length < 30) return null;
  switch (ascii(bytes, 12, 16)) {
    case 'VP8X':
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return bytes[20] === 0x2f ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : null;
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}
