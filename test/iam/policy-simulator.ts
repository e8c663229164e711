import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';

/** A statement as it is deployed, nothing left to fill in. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** What IAM is asked: an action on a resource, and what it is told of the request. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly context: { readonly [key: string]: string | readonly string[] };
}

export const listed = (value: string | readonly string[]): readonly string[] => [value].flat();

/**
 * Whether statements, which all allow and name their actions in full, allow a request. Only they decide: resources of other accounts are
 * taken for the caller's own, or it would be for want of a policy there that they are denied.
 */
export async function isAllowed(statements: readonly Statement[], { action, resource, context }: Authorization): Promise<boolean> {
  const relevant = statements.filter(({ Action }) => listed(Action).includes(action));
  if (relevant.length === 0) return false;
  const key = JSON.stringify([relevant, action, resource, context]);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const result = await simulate({
    request: {
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/provider/function`,
      action,
      resource: { resource: withAccount(resource), accountId: ACCOUNT },
      contextVariables: context as Simulation['request']['contextVariables'],
    },
    identityPolicies: [{ name: 'provider', policy: { Version: '2012-10-17', Statement: relevant.map(statement => ({ ...statement, Resource: listed(statement.Resource).map(withAccount) })) } }],
    ...action.startsWith('kms:') && { resourcePolicy: KEY_POLICY },
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  });
  answers.set(key, result);
  return result;
}

/** The reference gives every template an account. Those that AWS manages have none: they are given this one, in policies and in requests. */
const withAccount = (arn: string): string => arn.replace(/^(arn:[^:]+:iot:[^:]+)::/, '$1:000000000000:');

const answers = new Map<string, boolean>();

export const ACCOUNT = '123456789012';

/** Keys are the one resource that says itself whether IAM decides: those that the CDK makes do. */
const KEY_POLICY = {
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** @throws where the request is none that AWS knows, in its action, resource or condition keys */
export async function simulate(simulation: Simulation): Promise<boolean> {
  const result = await runSimulation(simulation, {});
  const subject = JSON.stringify(simulation.request);
  if (result.resultType === 'error') throw new Error(`${subject}: ${JSON.stringify(result.errors)}`);
  const ignored = (result.resultType === 'single' ? [result.result] : result.results).flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  if (ignored.length > 0) throw new Error(`${subject}: AWS does not know ${ignored.join(', ')} here`);
  return result.overallResult === 'Allowed';
}
