import type { Command } from '../context.ts';
import { apiResources, apiVersions } from './api-resources.ts';
import { apply, setLastApplied, viewLastApplied } from './apply.ts';
import { autoscale } from './autoscale.ts';
import { canI, whoAmI } from './auth.ts';
import { reconcile } from './auth-reconcile.ts';
import { approve, deny } from './certificate.ts';
import { clusterInfo } from './cluster-info.ts';
import { completionScript } from './completion-script.ts';
import {
  currentContext,
  deleteCluster,
  deleteContext,
  deleteUser,
  getClusters,
  getContexts,
  getUsers,
  renameContext,
  setContext,
  useContext,
} from './config/contexts.ts';
import { setCluster, setCredentials } from './config/set-entries.ts';
import { setProperty, unsetProperty } from './config/property.ts';
import { viewConfig } from './config/view.ts';
import { createFile } from './create-file.ts';
import {
  createConfigMap,
  createDockerSecret,
  createNamespace,
  createSecret,
  createServiceAccount,
  createTlsSecret,
} from './create/configuration.ts';
import {
  createClusterRole,
  createClusterRoleBinding,
  createPodDisruptionBudget,
  createPriorityClass,
  createQuota,
  createRole,
  createRoleBinding,
  createToken,
} from './create/policies.ts';
import {
  createClusterIp,
  createExternalName,
  createIngress,
  createLoadBalancer,
  createNodePort,
} from './create/services.ts';
import { createCronJob, createDeployment, createJob } from './create/workloads.ts';
import { debug } from './debug.ts';
import { deleteObjects } from './delete.ts';
import { describe } from './describe.ts';
import { diff } from './diff.ts';
import { cordon, drain, uncordon } from './drain.ts';
import { edit } from './edit.ts';
import { events } from './events.ts';
import { attach, exec } from './exec.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { kustomize } from './kustomize.ts';
import { annotate, label } from './label.ts';
import { logs } from './logs.ts';
import { patch } from './patch.ts';
import { copy } from './cp.ts';
import { portForward } from './port-forward.ts';
import { listPlugins } from './plugin.ts';
import { proxy } from './proxy.ts';
import { replace } from './replace.ts';
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout/rollout-change.ts';
import { rolloutHistory } from './rollout/rollout-history.ts';
import { rolloutStatus } from './rollout/rollout-status.ts';
import { rolloutUndo } from './rollout/rollout-undo.ts';
import { runPod } from './run-pod.ts';
import { scale } from './scale.ts';
import { setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject } from './set.ts';
import { taint } from './taint.ts';
import { topNode, topPod } from './top.ts';
import { version } from './version.ts';
import { wait } from './wait.ts';

/** What each command does, by its path. A command that only holds others has no entry. */
export const commands: Readonly<Record<string, Command>> = {
  'kubectl annotate': annotate,
  'kubectl api-resources': apiResources,
  'kubectl api-versions': apiVersions,
  'kubectl apply': apply,
  'kubectl apply set-last-applied': setLastApplied,
  'kubectl apply view-last-applied': viewLastApplied,
  'kubectl autoscale': autoscale,
  'kubectl certificate approve': approve,
  'kubectl certificate deny': deny,
  'kubectl cluster-info': clusterInfo,
  'kubectl attach': attach,
  'kubectl auth can-i': canI,
  'kubectl auth reconcile': reconcile,
  'kubectl auth whoami': whoAmI,
  'kubectl completion': completionScript,
  'kubectl config current-context': currentContext,
  'kubectl config delete-cluster': deleteCluster,
  'kubectl config delete-context': deleteContext,
  'kubectl config delete-user': deleteUser,
  'kubectl config get-clusters': getClusters,
  'kubectl config get-contexts': getContexts,
  'kubectl config get-users': getUsers,
  'kubectl config rename-context': renameContext,
  'kubectl config set': setProperty,
  'kubectl config set-cluster': setCluster,
  'kubectl config set-context': setContext,
  'kubectl config set-credentials': setCredentials,
  'kubectl config unset': unsetProperty,
  'kubectl config use-context': useContext,
  'kubectl config view': viewConfig,
  'kubectl cordon': cordon,
  'kubectl cp': copy,
  'kubectl create': createFile,
  'kubectl create clusterrole': createClusterRole,
  'kubectl create clusterrolebinding': createClusterRoleBinding,
  'kubectl create configmap': createConfigMap,
  'kubectl create cronjob': createCronJob,
  'kubectl create deployment': createDeployment,
  'kubectl create ingress': createIngress,
  'kubectl create job': createJob,
  'kubectl create namespace': createNamespace,
  'kubectl create poddisruptionbudget': createPodDisruptionBudget,
  'kubectl create priorityclass': createPriorityClass,
  'kubectl create quota': createQuota,
  'kubectl create role': createRole,
  'kubectl create rolebinding': createRoleBinding,
  'kubectl create secret docker-registry': createDockerSecret,
  'kubectl create secret generic': createSecret,
  'kubectl create secret tls': createTlsSecret,
  'kubectl create service clusterip': createClusterIp,
  'kubectl create service externalname': createExternalName,
  'kubectl create service loadbalancer': createLoadBalancer,
  'kubectl create service nodeport': createNodePort,
  'kubectl create serviceaccount': createServiceAccount,
  'kubectl create token': createToken,
  'kubectl debug': debug,
  'kubectl delete': deleteObjects,
  'kubectl describe': describe,
  'kubectl diff': diff,
  'kubectl drain': drain,
  'kubectl edit': edit,
  'kubectl events': events,
  'kubectl exec': exec,
  'kubectl explain': explain,
  'kubectl expose': expose,
  'kubectl get': get,
  'kubectl kustomize': kustomize,
  'kubectl label': label,
  'kubectl logs': logs,
  'kubectl patch': patch,
  'kubectl port-forward': portForward,
  'kubectl plugin list': listPlugins,
  'kubectl proxy': proxy,
  'kubectl replace': replace,
  'kubectl rollout history': rolloutHistory,
  'kubectl rollout pause': rolloutPause,
  'kubectl rollout restart': rolloutRestart,
  'kubectl rollout resume': rolloutResume,
  'kubectl rollout status': rolloutStatus,
  'kubectl rollout undo': rolloutUndo,
  'kubectl run': runPod,
  'kubectl scale': scale,
  'kubectl set env': setEnv,
  'kubectl set image': setImage,
  'kubectl set resources': setResources,
  'kubectl set selector': setSelector,
  'kubectl set serviceaccount': setServiceAccount,
  'kubectl set subject': setSubject,
  'kubectl taint': taint,
  'kubectl top node': topNode,
  'kubectl top pod': topPod,
  'kubectl uncordon': uncordon,
  'kubectl version': version,
  'kubectl wait': wait,
};
