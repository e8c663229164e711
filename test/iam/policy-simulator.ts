import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { once } from '../support/once';

/** A deployed statement, with all of its values resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** A request to IAM: an action on a resource, and the context of the request. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly context: { readonly [key: string]: string | readonly string[] };
}

export const listed = (value: string | readonly string[]): readonly string[] => [value].flat();

/**
 * Whether statements allow a request. All of them have the effect Allow, and full action names. Resources of other
 * accounts are treated as the caller's own, because otherwise the missing resource policy would deny the request.
 */
export async function isAllowed(statements: readonly Statement[], { action, resource, context }: Authorization): Promise<boolean> {
  const { relevant, name } = partFor(action, statements);
  if (relevant.length === 0) return false;
  const key = `${name} ${action} ${resource} ${JSON.stringify(context)}`;
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

/**
 * The reference requires an account in the ARN of every template. AWS managed templates have none, so policies and
 * requests get this one.
 */
const withAccount = (arn: string): string => arn.replace(/^(arn:[^:]+:iot:[^:]+)::/, '$1:000000000000:');

const answers = new Map<string, boolean>();

/** The statements about an action, with a name that equal ones share. */
interface Part {
  readonly relevant: readonly Statement[];
  readonly name: number;
}

/** The text of statements is long, and there are many requests for each. */
const parts = new WeakMap<readonly Statement[], Map<string, Part>>();
const names = new Map<string, number>();

export function partFor(action: string, statements: readonly Statement[]): Part {
  return once(once(parts, statements, () => new Map<string, Part>()), action, () => {
    const relevant = statements.filter(({ Action }) => listed(Action).includes(action));
    return { relevant, name: once(names, JSON.stringify(relevant), () => names.size) };
  });
}

export const ACCOUNT = '123456789012';

/** A key is the only resource whose policy decides whether IAM policies count. In the keys of the CDK, they do. */
const KEY_POLICY = {
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** @throws if AWS does not know the action, the resource or the condition keys of the request */
export async function simulate(simulation: Simulation): Promise<boolean> {
  const result = await runSimulation(simulation, {});
  const subject = JSON.stringify(simulation.request);
  if (result.resultType === 'error') throw new Error(`${subject}: ${JSON.stringify(result.errors)}`);
  const ignored = (result.resultType === 'single' ? [result.result] : result.results).flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  if (ignored.length > 0) throw new Error(`${subject}: AWS does not know ${ignored.join(', ')} here`);
  return result.overallResult === 'Allowed';
}
