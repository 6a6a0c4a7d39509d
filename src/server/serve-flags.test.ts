import { expect, it } from 'vitest';
import { FlagsError, parseServeFlags } from './serve-flags.ts';

it('has a default for everything', () => {
  expect(parseServeFlags([])).toMatchObject({ host: '127.0.0.1', port: 7001, speed: 1, tls: false });
  expect(parseServeFlags(['--help'])).toBeUndefined();
});

it.each([
  ['0', []],
  ['3', ['controlplane', 'node01', 'node02']],
  ['a,b', ['a', 'b']],
])('--nodes %s', (given, names) => expect(parseServeFlags(['--nodes', given])?.nodes).toEqual(names));

it('keeps the flags that are not as usual', () => {
  expect(parseServeFlags(['--authorization-mode=Node,RBAC'])?.controlPlane).toBeUndefined();
  expect(
    parseServeFlags([
      '--authorization-mode=AlwaysAllow',
      '--disable-admission-plugins=ServiceAccount,MutatingAdmissionWebhook',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--allocate-node-cidrs=false',
    ])?.controlPlane,
  ).toEqual({
    authorizationMode: 'AlwaysAllow',
    disableAdmissionPlugins: ['ServiceAccount', 'MutatingAdmissionWebhook'],
    serviceClusterIpRange: '10.0.0.0/24',
    allocateNodeCidrs: false,
  });
});

it.each([
  ['--port=70000', /--port must be a number from 0 to 65535/],
  ['--speed=0', /--speed must be a number from 0.1 to 100/],
  ['--nodes=5001', /--nodes must be a number/],
  ['--nope', /Unknown option '--nope'/],
  ['--disable-admission-plugins=Nope', /there is no plugin "Nope"/],
  ['--authorization-mode=ABAC', /--authorization-mode must be/],
  ['--service-cluster-ip-range=10.0.0.0', /must be an IPv4 range/],
  ['--token-auth-file=/nowhere', /--token-auth-file: ENOENT/],
])('%s is refused', (word, sentence) => {
  expect(() => parseServeFlags([word])).toThrow(FlagsError);
  expect(() => parseServeFlags([word])).toThrow(sentence);
});
