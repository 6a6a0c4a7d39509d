import { expect, test } from 'vitest';
import { makeNode } from '../../../testing/make-node.ts';
import { NodeTree } from './node-tree.ts';

function treeOf(...nodes: ReturnType<typeof makeNode>[]): NodeTree {
  const tree = new NodeTree();
  for (const node of nodes) tree.add(node.obj());
  return tree;
}

test('zones take turns, in the order in which they were first seen', () => {
  const tree = treeOf(
    makeNode('b1').zone('b'),
    makeNode('a1').zone('a'),
    makeNode('a2').zone('a'),
    makeNode('x'),
    makeNode('a3').zone('a'),
  );
  expect(tree.list()).toEqual(['b1', 'a1', 'x', 'a2', 'a3']);
});

test('a node that moves goes to the end of its new zone', () => {
  const tree = treeOf(makeNode('a1').zone('a'), makeNode('a2').zone('a'), makeNode('b1').zone('b'));
  tree.update(makeNode('a1').zone('b').obj());
  expect(tree.list()).toEqual(['a2', 'b1', 'a1']);
});

test('a zone without nodes is forgotten', () => {
  const tree = treeOf(makeNode('a1').zone('a'), makeNode('b1').zone('b'));
  tree.remove('a1');
  tree.add(makeNode('a2').zone('a').obj());
  expect(tree.list()).toEqual(['b1', 'a2']);
  expect(tree.size).toBe(2);
});

test('the old labels win over the new ones', () => {
  const old = { 'failure-domain.beta.kubernetes.io/zone': 'old' };
  const tree = treeOf(
    makeNode('n1').zone('a').labels(old),
    makeNode('n2').zone('b').labels(old),
    makeNode('n3').zone('a'),
  );
  expect(tree.list()).toEqual(['n1', 'n3', 'n2']);
});
