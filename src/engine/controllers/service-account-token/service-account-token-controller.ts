import { encodeBase64Text } from '../../api/base64.ts';
import { secrets, serviceAccounts } from '../../api/resources.ts';
import type { Secret, ServiceAccount } from '../../api/types.ts';
import { objectKey } from '../../client/store.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';

const tokenType = 'kubernetes.io/service-account-token';
const nameKey = 'kubernetes.io/service-account.name';
const uidKey = 'kubernetes.io/service-account.uid';
/** A token that lies in a Secret is good for as long as the Secret is there. */
const tokenSeconds = 2 ** 32;
const maxRetries = 10;

/** Fills Secrets that ask for a service account's token, and deletes those whose account is gone. Models TokensController of pkg/controller/serviceaccount (v1.36). */
export function startServiceAccountTokenController(context: ControllerContext, rootCa: string): Controller {
  const accounts = context.informers.of(serviceAccounts);
  const all = context.informers.of(secrets);
  indexByNamespace(all);

  const sync = (key: string): void => {
    const secret = all.lister.get(key);
    if (secret === undefined || !isToken(secret)) return;
    const account = accountOf(secret);
    if (account === undefined) {
      const { namespace, name, uid } = secret.metadata;
      runtime.decided('Secret', secret, () => 'Deletes it: its service account is gone.');
      ifFound(() => runtime.client.delete(secrets, { namespace, name }, { uid }));
    } else if (!isFilled(secret)) {
      fill(secret, account);
    }
  };

  /** Asks the API too, as the informer may not have heard of a new account yet. */
  const accountOf = ({ metadata: { namespace, annotations } }: Secret): ServiceAccount | undefined => {
    const name = annotations?.[nameKey] ?? '';
    const account =
      accounts.lister.get(`${namespace}/${name}`) ??
      ifFound(() => runtime.client.get(serviceAccounts, { namespace, name }));
    const uid = annotations?.[uidKey] ?? '';
    return uid === '' || account?.metadata.uid === uid ? account : undefined;
  };

  const fill = (secret: Secret, account: ServiceAccount): void => {
    const { namespace = '', name, uid } = secret.metadata;
    const request = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        expirationSeconds: tokenSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name, uid },
      },
    };
    const key = { namespace, name: account.metadata.name };
    const answer = runtime.client.createSubresource(serviceAccounts, key, 'token', request);
    const { token = '' } = (answer as { status?: { token?: string } }).status ?? {};
    const data = {
      'ca.crt': encodeBase64Text(rootCa),
      namespace: encodeBase64Text(namespace),
      token: encodeBase64Text(token),
      ...secret.data,
    };
    const annotations = {
      ...secret.metadata.annotations,
      [nameKey]: account.metadata.name,
      [uidKey]: account.metadata.uid ?? '',
    };
    runtime.client.update(secrets, { ...secret, metadata: { ...secret.metadata, annotations }, data });
  };

  const runtime = makeRuntime(context, {
    name: 'tokens-controller',
    needs: [accounts, all],
    sync,
    maxRetries,
  });
  const follow = (secret: Secret): void => {
    if (isToken(secret)) runtime.enqueue(secret);
  };
  all.addHandler({ onAdd: follow, onUpdate: (_, secret) => follow(secret) });
  const wakeSecrets = (account: ServiceAccount): void => {
    for (const secret of inNamespace(all, account.metadata.namespace ?? '')) {
      const named = `${secret.metadata.namespace}/${secret.metadata.annotations?.[nameKey]}`;
      if (named === objectKey(account)) follow(secret);
    }
  };
  accounts.addHandler({ onAdd: wakeSecrets, onDelete: wakeSecrets });
  return runtime;
}

function isToken({ type, metadata }: Secret): boolean {
  return type === tokenType && metadata.deletionTimestamp === undefined;
}

function isFilled({ data = {} }: Secret): boolean {
  return ['ca.crt', 'namespace', 'token'].every((key) => Boolean(data[key]));
}
