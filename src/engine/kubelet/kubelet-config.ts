import { yamlValue, YamlError } from '../api/yaml.ts';

/** What a kubelet takes from its configuration file. */
export interface KubeletConfig {
  /** The folder of its static pods; absent = it has none. */
  readonly staticPodPath?: string;
  readonly maxPods?: number;
  /** By signal: `{'memory.available': '100Mi'}`. */
  readonly evictionHard?: Readonly<Record<string, string>>;
}

/** Reads a KubeletConfiguration; a sentence says what is wrong with it. Models pkg/kubelet/kubeletconfig (v1.36). */
export function readKubeletConfig(path: string, text: string | undefined): KubeletConfig | string {
  const failed = `failed to load kubelet config file, path: ${path}, error: `;
  if (text === undefined) {
    const missing = `open ${path}: no such file or directory`;
    return `${failed}failed to load Kubelet config file ${path}, error failed to read kubelet config file "${path}", error: ${missing}`;
  }
  let value: unknown;
  try {
    value = yamlValue(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return `${failed}failed to decode: ${error.message}`;
  }
  if (typeof value !== 'object' || value === null)
    return `${failed}failed to decode: Object 'Kind' is missing in '${text.slice(0, 100)}'`;
  const { kind, apiVersion, staticPodPath, maxPods, evictionHard } = value as Record<string, unknown>;
  if (kind !== 'KubeletConfiguration' || apiVersion !== 'kubelet.config.k8s.io/v1beta1')
    return `${failed}failed to decode: no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/kubelet/apis/config/scheme/scheme.go:33"`;
  return {
    ...(typeof staticPodPath === 'string' && staticPodPath !== '' && { staticPodPath }),
    ...(typeof maxPods === 'number' && { maxPods }),
    ...(isTexts(evictionHard) && { evictionHard }),
  };
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => typeof member === 'string')
  );
}
