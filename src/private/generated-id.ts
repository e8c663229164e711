import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { digest } from '../shared/fingerprint';

const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/**
 * The generated id of the template with this construct id in this scope. It is readable, unique to the stack and the same at every synthesis.
 * It is known before the template is constructed, so other environments can refer to the template.
 */
export function generatedId(scope: Construct, id: string): string {
  const names = namesOf(scope, id);
  const hash = digest(names.join('/'), HASH_LENGTH);
  const readable = names.map(name => name.replace(/[^a-zA-Z0-9_-]/g, '')).filter(name => name !== '').join('-');
  return idWithHash(readable, hash);
}

/** The name of the stack and the ids of the constructs in it, down to the one with this construct id in this scope. */
export function namesOf(scope: Construct, id: string): string[] {
  const stack = deployedStack(scope);
  const scopes = scope.node.scopes;
  // The node of a construct replaces slashes in its id like this.
  const ownId = id.replace(/\//g, '--');
  return [stack.stackName, ...scopes.slice(scopes.indexOf(stack) + 1).map(construct => construct.node.id), ownId];
}

/** A readable id, shortened if necessary, with a hash at its end. */
export const idWithHash = (readable: string, hash: string): string => `${shortened(readable, MAX_LENGTH - hash.length - 1)}-${hash}`;

/** The stack that deploys this scope. A nested stack has no name before the deployment, but its topmost parent has one. */
export function deployedStack(scope: Construct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}

/** Cuts the middle of a name, because the beginning names the stack and the end names the template. */
function shortened(name: string, length: number): string {
  const half = Math.floor(length / 2);
  return name.length <= length ? name : `${name.slice(0, half)}${name.slice(half - length)}`;
}
