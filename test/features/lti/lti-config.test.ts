import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { canvasConfigFile } from '../../../scripts/write-lti-config.ts';
import { buildCanvasConfig } from '../../../src/features/lti/canvas-config.rules.ts';
import { SCOPES, customParameters, toolAddresses } from '../../../src/features/lti/tool-config.rules.ts';
import { readToolWords } from '../../../src/features/lti/tool-words.ts';

const read = (name: string) => readFileSync(name, 'utf8');
const schema = z.fromJSONSchema(
  JSON.parse(read('test/features/lti/canvas-config.schema.json')) as Parameters<typeof z.fromJSONSchema>[0],
);
const canvas = buildCanvasConfig({ publicUrl: 'https://tool.example.edu/sub', words: readToolWords() });

describe('Canvas’s JSON', () => {
  it('in lti-config/ is what the rules make', async () => {
    expect(read('lti-config/canvas.json')).toBe(await canvasConfigFile());
  });

  it('keeps to the documented format', () => {
    expect(schema.safeParse(canvas).error).toBeUndefined();
    expect(schema.safeParse(JSON.parse(read('lti-config/canvas.json'))).success).toBe(true);
  });

  it.each([
    ['an unknown placement', { placement: 'front_page' }],
    ['an unknown message', { message_type: 'LtiStartProctoring' }],
    ['an unknown visibility', { visibility: 'teachers' }],
    ['a misspelt setting', { visibilty: 'admins' }],
  ])('would be refused with %s', (_, wrong) => {
    const [extension] = structuredClone(canvas.extensions);
    const [first] = extension?.settings.placements ?? [];
    Object.assign(first ?? {}, wrong);
    expect(schema.safeParse({ ...canvas, extensions: [extension] }).success).toBe(false);
  });

  it('would be refused with a custom value that is no text, or an unknown scope', () => {
    expect(schema.safeParse({ ...canvas, custom_fields: { number: 1 } }).success).toBe(false);
    expect(schema.safeParse({ ...canvas, scopes: ['everything'] }).success).toBe(false);
  });

  it('has the four entrances, the account’s for administrators, and shares names only', () => {
    const [extension] = canvas.extensions;
    expect(extension?.privacy_level).toBe('name_only');
    expect(
      extension?.settings.placements.map(({ placement, message_type }) => [placement, message_type]),
    ).toEqual([
      ['course_navigation', 'LtiResourceLinkRequest'],
      ['account_navigation', 'LtiResourceLinkRequest'],
      ['link_selection', 'LtiDeepLinkingRequest'],
      ['assignment_selection', 'LtiDeepLinkingRequest'],
    ]);
    expect(extension?.settings.placements[1]).toMatchObject({ visibility: 'admins' });
    expect(extension?.settings.placements.every(({ labels }) => labels['zh-CN'] && labels.en)).toBe(true);
    expect(canvas.scopes).toEqual([...SCOPES]);
    expect(canvas.target_link_uri).toBe('https://tool.example.edu/sub/');
  });
});

describe('the guides in lti-config/', () => {
  const moodle = read('lti-config/moodle.md');
  const [, chinese = '', english = ''] = moodle.split(/^## /m);

  it('for Moodle name each address in both languages', () => {
    const { targetLinkUri, initiateLoginUrl, redirectUri, jwksUrl } = toolAddresses('https://x.example');
    for (const address of [targetLinkUri, initiateLoginUrl, redirectUri, jwksUrl])
      for (const part of [chinese, english])
        expect(part).toContain(address.replace('https://x.example', '<PUBLIC_URL>'));
  });

  it('for custom parameters name each one with the variable we really ask for', () => {
    const guide = read('lti-config/custom-parameters.md');
    for (const family of ['moodle', 'canvas'])
      for (const [name, variable] of Object.entries(customParameters(family)))
        expect(guide).toContain(`${name}=${variable}`);
  });
});
