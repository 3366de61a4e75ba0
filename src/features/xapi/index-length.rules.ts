/** The specification limits no identifier, but an entry of a database's index ends at some 2,700 bytes. */
import { createHash } from 'node:crypto';

/** Leaves room for two of them in one entry. */
const LONGEST_BYTES = 1000;

export const fitsIndex = (text: string): boolean =>
  text.length * 4 <= LONGEST_BYTES || Buffer.byteLength(text) <= LONGEST_BYTES;

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An IRI that can be looked up: itself, or a name of constant length for one that is too long. */
export const indexableIri = (iri: string): string => (fitsIndex(iri) ? iri : `urn:sha256:${digest(iri)}`);
