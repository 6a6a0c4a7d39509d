/** Which method of the published client takes which options. */
const optionsOfMethods: Readonly<Record<string, string>> = {
  ApimachineryPkgApisMetaV1CreateOptions: 'createNamespacedPod',
  ApimachineryPkgApisMetaV1UpdateOptions: 'replaceNamespacedPod',
  ApimachineryPkgApisMetaV1PatchOptions: 'patchNamespacedPod',
  ApimachineryPkgApisMetaV1ListOptions: 'listNamespacedPod',
  ApiCoreV1PodAttachOptions: 'connectGetNamespacedPodAttach',
  ApiCoreV1PodExecOptions: 'connectGetNamespacedPodExec',
  ApiCoreV1PodLogOptions: 'readNamespacedPodLog',
  ApiCoreV1PodPortForwardOptions: 'connectGetNamespacedPodPortforward',
  ApiCoreV1NodeProxyOptions: 'connectGetNodeProxy',
  ApiCoreV1PodProxyOptions: 'connectGetNamespacedPodProxy',
  ApiCoreV1ServiceProxyOptions: 'connectGetNamespacedServiceProxy',
};

/** What the options of requests mean, by their structs, from the published client's `CoreV1Api.d.ts`. */
export function optionTexts(source: string): Record<string, object> {
  return Object.fromEntries(
    Object.entries(optionsOfMethods).map(([struct, method]) => [
      struct,
      { properties: readParameters(source, method) },
    ]),
  );
}

/** What the parameters of a method mean. */
function readParameters(source: string, method: string): Record<string, { description: string }> {
  const end = source.indexOf(`\n    ${method}(`);
  const comment = source.slice(source.lastIndexOf('/**', end), end);
  return Object.fromEntries(
    [...comment.matchAll(/@param _?(\w+) (.*)/g)].map(([, name = '', text = '']) => [
      name,
      { description: unescaped(text) },
    ]),
  );
}

const entities: Readonly<Record<string, string>> = { quot: '"', '#39': "'", '#x60': '`', '#x3D': '=' };

/** The published client writes HTML, and spaces for lines. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\?&([#\w]+);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/(?<=[.)]) {2}(?=[A-Z])/g, '\n\n');
}
