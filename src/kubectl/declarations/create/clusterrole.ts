import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createClusterrole: CommandDeclaration = {
  use: 'clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  long: 'Create a cluster role.',
  example: `  # Create a cluster role named "pod-reader" that allows user to perform "get", "watch" and "list" on pods
  kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods
  
  # Create a cluster role named "pod-reader" with ResourceName specified
  kubectl create clusterrole pod-reader --verb=get --resource=pods --resource-name=readablepod --resource-name=anotherpod
  
  # Create a cluster role named "foo" with API Group specified
  kubectl create clusterrole foo --verb=get,list,watch --resource=rs.apps
  
  # Create a cluster role named "foo" with SubResource specified
  kubectl create clusterrole foo --verb=get,list,watch --resource=pods,pods/status
  
  # Create a cluster role name "foo" with NonResourceURL specified
  kubectl create clusterrole "foo" --verb=get --non-resource-url=/logs/*
  
  # Create a cluster role name "monitoring" with AggregationRule specified
  kubectl create clusterrole monitoring --aggregation-rule="rbac.example.com/aggregate-to-monitoring=true"`,
  flags: [
    {
      name: 'aggregation-rule',
      type: 'mapStringString',
      usage: 'An aggregation label selector for combining ClusterRoles.',
    },
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'non-resource-url',
      type: 'stringSlice',
      default: '[]',
      usage: 'A partial url that user should have access to.',
    },
    shared.output,
    shared.resource,
    shared.resourceName,
    shared.saveConfig,
    shared.showManagedFields,
    shared.template,
    shared.validate,
    shared.verb,
  ],
};
