/** The only door to the engine for code outside of it. */
export type { ActiveFault, Fault } from './faults.ts';
export { administrator, Cluster } from './cluster.ts';
export type { ClusterOptions } from './cluster-options.ts';

export { base64Problem, base64Size, decodeBase64, decodeBase64Text, encodeBase64Text } from './api/base64.ts';
export { DecodeError, decodeKind, structOfKind } from './api/decode.ts';
export { humanDuration } from './api/duration.ts';
export { DurationError, parseGoDuration } from './api/go-duration.ts';
export { goQuote } from './api/go-text.ts';
export type { ApiHandler, ApiRequest, ApiResponse, ApiStream, WatchEvent } from './api/http.ts';
export { parseIpv4Range } from './api/ipv4-range.ts';
export { JsonSyntaxError, readJson } from './api/json.ts';
export * from './api/labels.ts';
export {
  isConfigMapKey,
  isDnsSubdomain,
  isEnvVarName,
  isLabelValue,
  isPortName,
  isQualifiedName,
} from './api/names.ts';
export { controllerOf } from './api/owner.ts';
export { applyJsonPatch } from './api/patch/json-patch.ts';
export { applyMergePatch } from './api/patch/merge-patch.ts';
export { applyStrategicMergePatch, fieldType, ruleOf, structIn } from './api/patch/strategic-merge-patch.ts';
export { podRequests } from './api/pod-resources.ts';
export { isPodReady } from './api/pod-status.ts';
export * from './api/quantity.ts';
export { groupResource, groupVersion, resourcePath, type Resource } from './api/resource.ts';
export * as resources from './api/resources.ts';
export { sha256 } from './api/sha256.ts';
export { failure, StatusError, type Status } from './api/status-error.ts';
export { formatTaint, isSameTaint } from './api/taints.ts';
export { formatTime, parseTime } from './api/time.ts';
export type * from './api/types.ts';
export { utf8Text } from './api/utf8.ts';
export * from './api/yaml.ts';

export { admissionPlugins } from './apiserver/admission/plugins.ts';
export type { AuditEntry } from './apiserver/audit.ts';
export type { OpenApiDescriptions, StructDescription } from './apiserver/discovery/openapi/descriptions.ts';
export { decodeProtobuf, WireError } from './apiserver/protobuf/decode-protobuf.ts';
export { podRow } from './apiserver/registry/pod/pod-row.ts';

export type { ControllerTrace } from './controllers/controller.ts';
export { localPathStorageManifest } from './kubeadm/local-path-storage.ts';
export { caFile as kubeadmCaFile, kubeconfig as kubeadmKubeconfig } from './kubeadm/machine-files.ts';
export { metricsServerManifest } from './kubeadm/metrics-server.ts';
export {
  isRuntimeVerb,
  type ContainerView,
  type MachineContainers,
  type RuntimeVerb,
  type SandboxView,
} from './kubelet/runtime-view.ts';
export type { KubeletTrace } from './kubelet/trace.ts';
export type { JournalLine } from './machine/journal.ts';
export type { FileTree, Machine, MachineSize } from './machine/machine.ts';
export type { ServiceProblem, Services, ServiceStatus, ServiceVerb } from './machine/services.ts';
export { isServiceVerb } from './machine/services.ts';
export { endText } from './machine/systemd.ts';
export { download } from './programs/downloads.ts';
export { evaluateArithmetic } from './programs/sh/arithmetic.ts';
export { compareWords } from './programs/sh/compare-words.ts';
export { parseScript, ShellSyntaxError } from './programs/sh/parse-script.ts';
export { literalPattern, matchesPattern } from './programs/sh/pattern.ts';
export type { Command, Condition, Redirect, Script, Step, VariablePart, Word } from './programs/sh/syntax.ts';
export { editedVariable, wantsDefault } from './programs/sh/variable-edit.ts';
export type { SchedulerRun } from './programs/trace.ts';
export type { PodBinding, QueueMove, QueueName, SchedulingAttempt } from './scheduler/trace.ts';

export { deepCopy, deepEqual, setOwn } from './sim/plain.ts';
export { Random } from './sim/random.ts';
export type { TraceSink } from './sim/trace.ts';
