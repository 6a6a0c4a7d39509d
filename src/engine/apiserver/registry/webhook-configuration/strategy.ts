import type { KubeObject } from '../../../api/types.ts';
import { countedKind } from '../common/counted-kind.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';

interface Webhook {
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: object;
  objectSelector?: object;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
  rules?: { scope?: string }[];
  clientConfig?: { service?: { port?: number } };
}

interface WebhookConfiguration extends KubeObject {
  webhooks?: Webhook[];
}

const defaultTimeoutSeconds = 10;
const defaultServicePort = 443;

function strategyFor(mutating: boolean): Strategy<WebhookConfiguration> {
  return {
    ...countedKind<WebhookConfiguration>(false, ['webhooks']),
    defaults: ({ webhooks }) => {
      for (const webhook of webhooks ?? []) {
        setTextDefault(webhook, 'failurePolicy', 'Fail');
        setTextDefault(webhook, 'matchPolicy', 'Equivalent');
        setDefault(webhook, 'namespaceSelector', {});
        setDefault(webhook, 'objectSelector', {});
        setDefault(webhook, 'timeoutSeconds', defaultTimeoutSeconds);
        if (mutating) setTextDefault(webhook, 'reinvocationPolicy', 'Never');
        for (const rule of webhook.rules ?? []) setTextDefault(rule, 'scope', '*');
        if (webhook.clientConfig?.service)
          setDefault(webhook.clientConfig.service, 'port', defaultServicePort);
      }
    },
  };
}

/** Models pkg/registry/admissionregistration/mutatingwebhookconfiguration (v1.36). */
export const mutatingWebhookConfigurationStrategy = strategyFor(true);
/** Models pkg/registry/admissionregistration/validatingwebhookconfiguration (v1.36). */
export const validatingWebhookConfigurationStrategy = strategyFor(false);
