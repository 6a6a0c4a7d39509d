import { expect, it } from 'vitest';
import { ResourceRegistry } from '../registry/resource-registry.ts';
import { openApiDocument, schemaName } from './openapi.ts';

it.each([
  ['ApiCoreV1PodSpec', 'io.k8s.api.core.v1.PodSpec'],
  ['ApiAppsV1Deployment', 'io.k8s.api.apps.v1.Deployment'],
  ['ApimachineryPkgApisMetaV1ObjectMeta', 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'],
  [
    'ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps',
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
  ],
  [
    'KubeAggregatorPkgApisApiregistrationV1APIService',
    'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  ],
])('%s is %s', (struct, name) => expect(schemaName(struct)).toBe(name));

it('describes every kind that can be written, with all that is inside it', () => {
  const registry = new ResourceRegistry();
  for (const apiVersion of new Set(registry.all().map((resource) => resource.apiVersion))) {
    const name = apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;
    const document = openApiDocument(registry, name, { describe: (struct) => ({ description: struct }) });
    const text = JSON.stringify(document);
    const schemas = (document as { components: { schemas: object } }).components.schemas;
    for (const [, reference = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(schemas)).toContain(reference);
    for (const { kind, verbs } of registry.version(apiVersion) ?? [])
      if (verbs.includes('patch'))
        expect(text).toContain(
          `"x-kubernetes-group-version-kind":[{"group":"${apiVersion === 'v1' ? '' : apiVersion.split('/')[0]}","version":"${apiVersion.split('/').at(-1)}","kind":"${kind}"}]`,
        );
  }
});
