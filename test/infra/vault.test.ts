import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVault, sameSecret } from '../../src/infra/vault.ts';

const vault = createVault(Buffer.alloc(32, 1));

describe('the vault', () => {
  it('opens what it sealed, whatever the text', () => {
    const key = vault.newWrappedKey();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => vault.open(key, vault.seal(key, text)) === text),
    );
  });

  it('seals the same text differently each time', () => {
    const key = vault.newWrappedKey();
    expect(vault.seal(key, 'a')).not.toBe(vault.seal(key, 'a'));
  });

  it.each([
    ['another person’s key', (sealed: string) => vault.open(vault.newWrappedKey(), sealed)],
    [
      'another installation’s master key',
      (sealed: string, key: string) => createVault(Buffer.alloc(32, 2)).open(key, sealed),
    ],
    [
      'a changed text',
      (sealed: string, key: string) =>
        vault.open(key, sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')),
    ],
    [
      'a shortened tag',
      (sealed: string, key: string) => vault.open(key, sealed.replace(/^(v1\.[^.]+\.)[^.]+/, '$1AAAA')),
    ],
    ['something else', (_sealed: string, key: string) => vault.open(key, 'hello')],
  ])('refuses %s', (_what, open) => {
    const key = vault.newWrappedKey();
    expect(() => open(vault.seal(key, 'contact'), key)).toThrow();
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
  });
});
