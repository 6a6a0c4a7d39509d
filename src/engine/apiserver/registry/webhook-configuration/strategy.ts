import type { KubeObject } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { webhooksErrors, type Webhook } from './validation.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

interface WebhookConfiguration extends KubeObject {
  webhooks?: Draft<Webhook>[];
}

const defaultTimeoutSeconds = 10;
const defaultServicePort = 443;

function errorsOf({ metadata, webhooks }: WebhookConfiguration) {
  return [...objectMetaErrors(metadata, false), ...webhooksErrors(webhooks ?? [])];
}

function strategyFor(mutating: boolean): Strategy<WebhookConfiguration> {
  return {
    prepareForCreate: ({ metadata }) => {
      metadata.generation = 1;
    },
    prepareForUpdate(draft, old) {
      if (!deepEqual(draft.webhooks, old.webhooks))
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validateCreate: errorsOf,
    validateUpdate: errorsOf,
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
