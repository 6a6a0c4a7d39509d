import { describe, expect, it } from 'vitest';
import { refuseForeign } from './origin-guard.ts';

const hosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

describe('the origin guard', () => {
  it.each([
    ['kubectl', { host: '127.0.0.1:8080' }, true],
    ['the page served here', { host: 'localhost:8080', origin: 'http://localhost:8080' }, true],
    ['IPv6', { host: '[::1]:8080' }, true],
    ['a rebound name', { host: 'evil.example:8080' }, false],
    ['another page', { host: '127.0.0.1:8080', origin: 'https://evil.example' }, false],
    ['a sandboxed page', { host: '127.0.0.1:8080', origin: 'null' }, false],
    ['nobody', {}, false],
  ])('%s: may pass %s', (_who, headers, passes) => {
    expect(refuseForeign(headers, hosts) === undefined).toBe(passes);
  });
});
