import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { digest } from '../shared/fingerprint';

const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/**
 * An id for the template that will stand under this name in this scope: readable, unique to the stack, always the same.
 * Known before the template is constructed, so that other environments can refer to it.
 */
export function generatedId(scope: Construct, id: string): string {
  const stack = deployedStack(scope);
  const scopes = scope.node.scopes;
  // As the construct's node will write its id.
  const ownId = id.replace(/\//g, '--');
  const names = [stack.stackName, ...scopes.slice(scopes.indexOf(stack) + 1).map(construct => construct.node.id), ownId];
  const hash = digest(names.join('/'), HASH_LENGTH);
  const readable = names.map(name => name.replace(/[^a-zA-Z0-9_-]/g, '')).filter(name => name !== '').join('-');
  return `${shortened(readable, MAX_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}

/** A nested stack has no name before it is deployed: the one that deploys it has. */
export function deployedStack(scope: Construct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}

/** The beginning names the stack, the end the template: what lies between goes. */
function shortened(name: string, length: number): string {
  const half = Math.floor(length / 2);
  return name.length <= length ? name : `${name.slice(0, half)}${name.slice(half - length)}`;
}
