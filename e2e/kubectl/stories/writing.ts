import type { Story } from '../step.ts';

const webPod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
  - name: web
    image: nginx:1.27
    resources:
      requests: {cpu: 100m}
`;

const settings = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {colour: blue}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {token: abc}
`;

const widgets = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - {name: Size, type: integer, jsonPath: .spec.size}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer, minimum: 1, description: How large it is.}
`;

const widget = (size: number | string): string =>
  JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size } });

export const writingStories: readonly Story[] = [
  {
    title: 'applying, patching, editing',
    files: {
      'web.yaml': webPod,
      'settings.yaml': settings,
      'typo.yaml': webPod.replace('name: web\n    image', 'name: web\n    imagee'),
      'bad.yaml': webPod.replace('cpu: 100m', 'cpu: lots'),
      'invalid.yaml': webPod.replace('name: web\n  labels', 'name: Web_1\n  labels'),
      'red.sh': '#!/bin/sh\nsed -i s/green/red/ "$1"\n',
      'bad-edit.sh': '#!/bin/sh\nsed -i "s/^kind: ConfigMap/kind: Nonsense/" "$1"\n',
    },
    steps: [
      { run: 'apply -f web.yaml', out: /pod\/web created/ },
      { run: 'apply -f web.yaml', out: /pod\/web unchanged/ },
      { run: 'apply -f settings.yaml', out: [/configmap\/settings created/, /secret\/key created/] },
      {
        run: 'apply -f typo.yaml',
        code: 1,
        err: /strict decoding error: unknown field "spec\.containers\[0\]\.imagee"/,
      },
      { run: 'apply -f bad.yaml', code: 1, err: /quantities must match the regular expression/ },
      {
        run: 'create -f invalid.yaml',
        code: 1,
        err: /metadata\.name: Invalid value: "Web_1": a lowercase RFC 1123 subdomain/,
      },
      {
        run: 'create -f web.yaml',
        code: 1,
        err: /Error from server \(AlreadyExists\): .*pods "web" already exists/,
      },
      {
        run: 'apply -f - --dry-run=server',
        stdin: settings.replace('blue', 'green'),
        out: /configmap\/settings configured \(server dry run\)/,
      },
      {
        run: 'diff -f -',
        stdin: settings.replace('blue', 'green'),
        code: 1,
        out: [/^- {2}colour: blue$/m, /^\+ {2}colour: green$/m],
      },
      { run: 'diff -f settings.yaml', code: 0 },
      { run: 'apply -f -', stdin: settings.replace('blue', 'green'), out: /configmap\/settings configured/ },
      { run: 'edit cm settings', env: { EDITOR: './red.sh' }, out: /configmap\/settings edited/ },
      { run: "get cm settings -o jsonpath='{.data.colour}'", out: /^red$/ },
      { run: 'edit cm settings', env: { EDITOR: 'true' }, err: /Edit cancelled, no changes made/, out: /^$/ },
      { run: `patch cm settings -p '{"data":{"size":"2"}}'`, out: /configmap\/settings patched/ },
      { run: `patch cm settings --type=json -p '[{"op":"remove","path":"/data/size"}]'`, out: /patched/ },
      { run: `patch cm settings --type=merge -p '{"data":{"colour":null}}'`, out: /patched/ },
      {
        run: `patch cm settings --type=json -p '[{"op":"remove","path":"/data/none"}]'`,
        code: 1,
        err: /the server rejected our request|Unable to remove nonexistent key/,
      },
      {
        run: 'apply --server-side -f settings.yaml --force-conflicts',
        out: /configmap\/settings serverside-applied/,
      },
      {
        run: 'apply --server-side -f - --field-manager=other',
        stdin: settings.replace('blue', 'pink'),
        code: 1,
        err: /Apply failed with 1 conflict: conflict with "kubectl.*"( using v1)?: \.data\.colour/,
      },
      {
        run: 'get cm settings -o yaml --show-managed-fields',
        out: [/manager: kubectl$/m, /operation: Apply$/m],
      },
      { run: 'label pod web tier=front', out: /pod\/web labeled/ },
      {
        run: 'label pod web tier=back',
        code: 1,
        err: /'tier' already has a value \(front\), and --overwrite is false/,
      },
      { run: 'label pod web tier-', out: /pod\/web unlabeled/ },
      { run: 'annotate pod web note=hi', out: /pod\/web annotated/ },
      { run: 'set image pod/web web=nginx:1.28', out: /pod\/web image updated/ },
      {
        run: `patch pod web -p '{"spec":{"restartPolicy":"Never"}}'`,
        code: 1,
        err: /pod updates may not change fields other than/,
      },
      { run: 'replace -f settings.yaml', out: [/configmap\/settings replaced/, /secret\/key replaced/] },
      { run: 'delete -f settings.yaml', out: [/configmap "settings" deleted/, /secret "key" deleted/] },
      { run: 'delete cm settings --ignore-not-found', out: /^$/ },
      {
        run: 'delete pod web --grace-period=0 --force',
        out: /pod "web" force deleted/,
        err: /Immediate deletion does not wait/,
      },
    ],
  },
  {
    title: 'creating by command (protobuf bodies from 1.32 on)',
    steps: [
      { run: 'create ns team', out: /namespace\/team created/ },
      { run: 'create configmap c --from-literal=a=1 -n team', out: /configmap\/c created/ },
      { run: "get cm c -n team -o jsonpath='{.data}'", out: /^\{"a":"1"\}$/ },
      { run: 'create secret generic s --from-literal=p=q -n team', out: /secret\/s created/ },
      { run: "get secret s -n team -o jsonpath='{.data.p}/{.type}'", out: /^cQ==\/Opaque$/ },
      {
        run: 'create secret docker-registry reg --docker-username=u --docker-password=p -n team',
        out: /secret\/reg created/,
      },
      { run: 'create sa robot -n team', out: /serviceaccount\/robot created/ },
      {
        run: 'create deployment web --image=nginx:1.27 --replicas=2 --port=80 -n team',
        out: /deployment\.apps\/web created/,
      },
      {
        run: "get deploy web -n team -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort}'",
        out: /^2 80$/,
      },
      { run: 'create deployment none --image=nginx --replicas=0 -n team', out: /created/ },
      { run: "get deploy none -n team -o jsonpath='{.spec.replicas}'", out: /^0$/ },
      {
        run: 'create job once --image=busybox -n team -- sh -c "echo done"',
        out: /job\.batch\/once created/,
      },
      {
        run: 'create cronjob tick --image=busybox --schedule="*/5 * * * *" -n team -- date',
        out: /cronjob\.batch\/tick created/,
      },
      { run: 'create job now --from=cronjob/tick -n team', out: /job\.batch\/now created/ },
      { run: 'create service clusterip web --tcp=80:8080 -n team', out: /service\/web created/ },
      { run: "get svc web -n team -o jsonpath='{.spec.ports[0].targetPort}'", out: /^8080$/ },
      { run: 'create service nodeport np --tcp=80 -n team', out: /service\/np created/ },
      { run: 'create quota q --hard=pods=9,requests.cpu=2 -n team', out: /resourcequota\/q created/ },
      { run: 'describe quota q -n team', out: [/pods +\d+ +9/, /requests\.cpu +0 +2/] },
      {
        run: 'create priorityclass high --value=1000 --description=important',
        out: /priorityclass\.scheduling\.k8s\.io\/high created/,
      },
      {
        run: 'create pdb web --selector=app=web --min-available=1 -n team',
        out: /poddisruptionbudget\.policy\/web created/,
      },
      {
        run: 'create role reader --verb=get,list --resource=pods -n team',
        out: /role\.rbac\.authorization\.k8s\.io\/reader created/,
      },
      {
        run: 'create rolebinding read --role=reader --serviceaccount=team:robot -n team',
        out: /rolebinding.*created/,
      },
      { run: 'create clusterrole nodes --verb=get --resource=nodes', out: /clusterrole.*created/ },
      {
        run: 'create clusterrolebinding nodes --clusterrole=nodes --group=ops',
        out: /clusterrolebinding.*created/,
      },
      {
        run: 'create ingress site --rule=example.com/=web:80 -n team',
        out: /ingress\.networking\.k8s\.io\/site created/,
      },
      { run: 'create token robot -n team --duration=1h', out: /^\S{40,}$/m },
      { run: 'create ns team', code: 1, err: /namespaces "team" already exists/ },
      {
        run: 'wait --for=condition=complete job/once -n team --timeout=30s',
        out: /job\.batch\/once condition met/,
      },
      { run: 'logs job/once -n team', out: /^done$/m },
      { run: 'get ev -n team', out: /Completed +job\/once/ },
      { run: 'delete ns team --timeout=40s', out: /namespace "team" deleted/ },
    ],
  },
  {
    title: "resources of one's own",
    files: { 'crd.yaml': widgets },
    steps: [
      {
        run: 'apply -f crd.yaml',
        out: /customresourcedefinition\.apiextensions\.k8s\.io\/widgets\.example\.com created/,
      },
      { run: 'wait --for=condition=Established crd/widgets.example.com --timeout=20s', out: /condition met/ },
      { run: 'apply -f -', stdin: widget(3), out: /widget\.example\.com\/w created/, eventually: true },
      { run: 'get wd', out: [/^NAME +SIZE$/m, /^w +3$/m] },
      {
        run: 'apply -f -',
        stdin: widget(0),
        code: 1,
        err: /spec\.size: Invalid value: 0: spec\.size in body should be greater than or equal to 1/,
      },
      {
        run: 'apply -f -',
        stdin: widget('large'),
        code: 1,
        err: /spec\.size: Invalid value: "string": spec\.size in body must be of type integer: "string"/,
      },
      { run: 'explain widget.spec', out: [/KIND: +Widget/, /How large it is\./] },
      { run: 'delete crd widgets.example.com', out: /deleted/ },
      {
        run: 'get wd',
        code: 1,
        err: /doesn't have a resource type "wd"|could not find the requested resource/,
      },
    ],
  },
];
