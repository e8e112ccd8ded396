/** Options of `start` that say where requests come from. */
import { expect, test } from 'vitest';
import { readProxies } from '../../src/cli/server/start-options.ts';

test.each([
  ['10.0.0.1', ['10.0.0.1']],
  ['10.0.0.1, 192.168.0.0/16,::1,2001:db8::/32', ['10.0.0.1', '192.168.0.0/16', '::1', '2001:db8::/32']],
])('--trust-proxy %s', (text, expected) => {
  expect(readProxies(text)).toEqual(expected);
});

test.each(['', 'proxy.example', '10.0.0.1/33', '::1/129', '10.0.0.1/8/8', '10.0.0.1,'])(
  '--trust-proxy %j is refused',
  (text) => {
    expect(() => readProxies(text)).toThrow('Write addresses or CIDR ranges');
  },
);
