import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fleet } from './fleet';
import { JobTemplateLookup } from '../../src';
import { DeployedStack, lookUpManaged, newFleet, REGION, resourcesOf } from '../iam/deployed-stack';
import { ACCOUNT, listed, type Statement } from '../iam/policy-simulator';
import { newJobTemplate } from '../support/construct';

const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/fleet/uuid`;

/** The page with its blocks of JSON: the permissions that a template always needs, those for single props, and those for lookups only. */
const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'permissions.md'), 'utf8');
const [ALWAYS, AS_NEEDED, LOOKUPS_ONLY]: Statement[][] = [...PAGE.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json));

/** What a reader fills in. */
function filledIn(statements: readonly Statement[], values: { readonly [placeholder: string]: string } = {}): Statement[] {
  const all = Object.entries({ ...values, REGION, ACCOUNT, STACK_NAME: 'fleet' });
  return JSON.parse(all.reduce((text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), value), JSON.stringify(statements)));
}

const single = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action, Condition }) => listed(Action).map(action => JSON.stringify({ action, condition: Condition })));

/** Without the stack's unique id, which nobody knows beforehand, and without an order. */
const comparable = (statements: readonly Statement[]) => JSON.parse(JSON.stringify(statements).replaceAll('fleet/uuid/', 'fleet/'))
  .map(({ Action, Resource, ...rest }: Statement) => ({ ...rest, Action: [...listed(Action)].sort(), Resource: [...listed(Resource)].sort() }));

const logGroupOf = (statements: readonly Statement[]): string =>
  listed(statements.find(({ Action }) => listed(Action).includes('logs:PutLogEvents'))!.Resource)[0].replace(/:\*$/, '');

test('The page gives an immutable role the generated permissions, except for the stack id', () => {
  const stack = newFleet('fleet');
  newJobTemplate({}, stack);
  const { providerStatements } = new DeployedStack(resourcesOf(stack), STACK_ID);
  expect(comparable(filledIn(ALWAYS, { ARN_OF_THE_LOG_GROUP: logGroupOf(providerStatements) }))).toEqual(comparable(providerStatements));
});

test('The page adds the permissions of single props as a stack does', () => {
  const stack = newFleet('fleet');
  newJobTemplate({}, stack);
  const shapeOf = ({ Action, Condition }: Statement) => JSON.stringify([[...listed(Action)].sort(), Condition]);
  const plain = new DeployedStack(resourcesOf(stack), STACK_ID).providerStatements.map(shapeOf);
  // Jobs and package versions stand in the statement that creates.
  const added = new Set(single(new Fleet(STACK_ID).deployed.providerStatements
    .filter(statement => !plain.includes(shapeOf(statement)) || listed(statement.Resource).some(resource => resource.includes(':package/')))));
  const documented = new Set(single(filledIn(AS_NEEDED)));
  const withoutId = (statements: Set<string>) => [...statements].map(text => text.replaceAll('fleet/uuid/', 'fleet/')).sort();
  expect(withoutId(documented)).toEqual(withoutId(added));
});

test('The page gives a role for lookups the permissions of lookups only', () => {
  const stack = newFleet('fleet');
  new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'existing' });
  lookUpManaged(stack, 'Managed', 'AWS-Reboot');
  const { providerStatements } = new DeployedStack(resourcesOf(stack), STACK_ID);
  const given = filledIn(LOOKUPS_ONLY, { ARN_OF_THE_LOG_GROUP: logGroupOf(providerStatements), NAME_OF_A_MANAGED_TEMPLATE: 'AWS-Reboot' });
  const sorted = (statements: readonly Statement[]) => comparable(statements).map((statement: Statement) => JSON.stringify(statement, ['Action', 'Effect', 'Resource'])).sort();
  expect(sorted(given)).toEqual(sorted(providerStatements));
});

test('The page explains every action', () => {
  const [table] = PAGE.split('\nAccount, Region');
  const actions = new Fleet(STACK_ID).deployed.providerStatements.flatMap(({ Action }) => listed(Action));
  const explained = [...table.matchAll(/`(\w+:\w+)`/g)].map(([, action]) => action);
  expect([...new Set(explained)].sort()).toEqual([...new Set(actions)].sort());
});
