import type { Story } from '../step.ts';

export const accessStories: readonly Story[] = [
  {
    title: 'who may do what',
    steps: [
      { run: 'auth can-i create pods', out: /^yes$/m },
      { run: "auth can-i '*' '*'", out: /^yes$/m },
      { run: 'auth can-i list nodes --as=bob', code: 1, out: /^no/m },
      { run: 'auth can-i --list --as=bob', out: /selfsubjectreviews\.authentication\.k8s\.io/ },
      { run: 'auth whoami', out: /Username +kubernetes-admin/, since: 28 },
      {
        run: 'get pods --as=bob',
        code: 1,
        err: /pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"/,
      },
      { run: 'create role reader --verb=get,list,watch --resource=pods', out: /created/ },
      { run: 'create rolebinding bob --role=reader --user=bob', out: /created/ },
      { run: 'auth can-i list pods --as=bob', out: /^yes$/m },
      { run: 'get pods --as=bob', code: 0 },
      { run: 'get secrets --as=bob', code: 1, err: /Forbidden/ },
      { run: 'delete rolebinding/bob role/reader', out: /deleted/ },
      { run: 'config view --minify', out: /server: http:\/\/127\.0\.0\.1:\d+/ },
      { run: 'config current-context', out: /^podyard$/m },
      { run: 'config set-context --current --namespace=kube-system', out: /modified/ },
      { run: 'get pods', out: /coredns/ },
      { run: 'config set-context --current --namespace=default', out: /modified/ },
      {
        run: 'certificate approve nope',
        code: 1,
        err: /certificatesigningrequests\.certificates\.k8s\.io "nope" not found/,
      },
    ],
  },
  {
    title: 'https',
    flags: ['--tls'],
    steps: [
      { run: 'get nodes', out: /node01 +Ready/ },
      { run: 'get nodes --token=wrong', code: 1, err: /You must be logged in to the server/ },
      { run: 'create sa robot', out: /created/ },
      { run: 'logs -n kube-system kube-scheduler-controlplane --tail=1', out: /leaderelection/ },
    ],
  },
];
