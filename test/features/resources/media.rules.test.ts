import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detectFileType, mediumOf, readImageSize } from '../../../src/features/resources/media.rules.ts';
import { readVideoSeconds } from '../../../src/features/resources/video-length.rules.ts';
import { aJpeg, aPng, aWebm, aWebp, anMp4 } from './media-files.ts';

describe('what a file is', () => {
  it.each([
    ['a PNG', aPng(1, 1), 'png', 'image'],
    ['a JPEG', aJpeg(1, 1), 'jpeg', 'image'],
    ['a WebP', aWebp('VP8X', 1, 1), 'webp', 'image'],
    ['an MP4', anMp4(1), 'mp4', 'video'],
    ['a WebM', aWebm(1), 'webm', 'video'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'pdf', 'document'],
    ['a page of HTML, whatever its sender calls it', Buffer.from('<html>'), 'other', 'data'],
    ['nothing at all', Buffer.alloc(0), 'other', 'data'],
  ] as const)('%s', (_name, bytes, type, medium) => {
    expect(detectFileType(bytes)).toBe(type);
    expect(mediumOf(detectFileType(bytes), 'data')).toBe(medium);
  });
});

describe('a picture’s size (R102)', () => {
  const side = fc.integer({ min: 1, max: 16_383 });
  it.each([
    ['a PNG', aPng],
    ['a JPEG', (w: number, h: number) => aJpeg(w, h)],
    ['a progressive JPEG', (w: number, h: number) => aJpeg(w, h, 0xc2)],
    ['a WebP with more than a picture', (w: number, h: number) => aWebp('VP8X', w, h)],
    ['a lossless WebP', (w: number, h: number) => aWebp('VP8L', w, h)],
    ['a lossy WebP', (w: number, h: number) => aWebp('VP8 ', w, h)],
  ])('is read from the header of %s', (_name, make) => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const bytes = make(width, height);
        expect(readImageSize(bytes, detectFileType(bytes))).toEqual({ width, height });
      }),
    );
  });

  it('is unknown of a damaged one, and no bytes bring the reader down', () => {
    expect(readImageSize(aJpeg(800, 600).subarray(0, 20), 'jpeg')).toBeNull();
    expect(readImageSize(aPng(0, 600), 'png')).toBeNull();
    const heads = [aPng(1, 1), aJpeg(1, 1), aWebp('VP8L', 1, 1), aWebm(1), anMp4(1)];
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.nat(),
        fc.uint8Array({ maxLength: 300 }),
        (head, cut, rest) => {
          const bytes = Buffer.concat([head.subarray(0, 8 + (cut % head.length)), rest]);
          const type = detectFileType(bytes);
          const size = readImageSize(bytes, type);
          const seconds = readVideoSeconds(bytes, type);
          expect(size === null || (size.width > 0 && size.height > 0)).toBe(true);
          expect(seconds === null || (Number.isInteger(seconds) && seconds > 0)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a film’s length (R101)', () => {
  it.each([
    ['of an MP4', anMp4(1801), 'mp4', 1801],
    ['of an MP4 that counts in 64 bits', anMp4(1800, { version: 1 }), 'mp4', 1800],
    ['of an MP4 in fragments', anMp4(95, { fragments: true }), 'mp4', 95],
    ['of a WebM', aWebm(1799.4), 'webm', 1800],
    ['unknown of a WebM that a browser recorded', aWebm(null), 'webm', null],
    ['unknown of an MP4 that is cut off', anMp4(60).subarray(0, 100), 'mp4', null],
    ['unknown of a picture', aPng(1, 1), 'png', null],
  ] as const)('%s', (_name, bytes, type, seconds) => {
    expect(readVideoSeconds(bytes, type)).toBe(seconds);
  });
});
