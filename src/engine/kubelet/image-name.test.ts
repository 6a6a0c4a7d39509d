import { expect, it } from 'vitest';
import { canonicalImage, parseImageName } from './image-name.ts';

const digest = `sha256:${'0'.repeat(64)}`;

it.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
  ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  [`nginx@${digest}`, `docker.io/library/nginx@${digest}`],
])('%s is %s', (image, full) => {
  expect(canonicalImage(parseImageName(image)!)).toBe(full);
});

it.each(['', 'UPPER', 'a b', 'nginx:', 'nginx@sha256:12', '/x'])('"%s" is no image', (image) => {
  expect(parseImageName(image)).toBeUndefined();
});
