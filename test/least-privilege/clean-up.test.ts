import type { Stack } from 'aws-cdk-lib';
import { JobTemplateLookup } from '../../src';
import { authorizationsOf, isDone } from '../iam/authorizations';
import { DeployedStack, lookUpManaged, newFleet, type Resources, resourcesOf } from '../iam/deployed-stack';
import { type Authorization, isAllowed, type Statement } from '../iam/policy-simulator';
import { newJobTemplate } from '../support/construct';
import { Harness } from '../support/harness';

/** What stays in the stack when its last template goes. */
const STAYING: { readonly [what: string]: (stack: Stack) => void } = {
  'a lookup': stack => { new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'existing' }); },
  'a lookup of a template that AWS manages': stack => { lookUpManaged(stack, 'Managed', 'AWS-Reboot'); },
};

/** What the function asks for to delete a template that it has made. */
async function askedToDelete(harness: Harness): Promise<Authorization[]> {
  const resource = harness.resource('Reboot');
  await resource.create({ JobTemplateId: 'reboot', Description: 'Reboots a device', Document: '{}' });
  const made = harness.iot.calls.length;
  expect(await resource.delete()).toMatchObject({ status: 'SUCCESS' });
  return harness.iot.calls.slice(made).filter(call => !isDone(call)).flatMap(call => authorizationsOf(call, resource.stackId));
}

const needs = (resources: Resources, id: string): string[] => [resources[id].DependsOn ?? []].flat();

/**
 * What the role has while CloudFormation cleans up: what is declared still, as it is now, and of what is not, that which the
 * template depends on, since CloudFormation deletes it later.
 */
function statementsOfCleanUp(before: Resources, after: Resources, stackId: string): readonly Statement[] {
  const template = Object.keys(before).find(id => before[id].Type === 'Custom::IoTJobTemplate')!;
  expect(after[template]).toBeUndefined();
  const waiting = needs(before, template).filter(id => after[id] === undefined);
  return new DeployedStack({ ...after, ...Object.fromEntries(waiting.map(id => [id, before[id]])) }, stackId).providerStatements;
}

describe.each(Object.entries(STAYING))('The last template is deleted if %s stays', (_, declare) => {
  let harness: Harness;
  let asked: Authorization[];
  let before: Resources;
  let after: Resources;
  let stackId: string;

  beforeAll(async () => {
    harness = await Harness.start();
    ({ stackId } = harness.resource('Reboot'));
    asked = await askedToDelete(harness).finally(() => harness.close());
    const stacks = [newFleet('fleet'), newFleet('fleet')];
    stacks.forEach(declare);
    newJobTemplate({}, stacks[0]);
    [before, after] = stacks.map(resourcesOf);
  });

  const allowed = (statements: readonly Statement[]) => Promise.all(asked.map(request => isAllowed(statements, request)));

  test('with the permission to, which goes after it', async () => {
    expect(asked.map(({ action }) => action)).toContain('iot:DeleteJobTemplate');
    expect(await allowed(statementsOfCleanUp(before, after, stackId))).toEqual(asked.map(() => true));
  });

  test('and with no permission that stays', async () => {
    expect(await allowed(new DeployedStack(after, stackId).providerStatements)).toContain(false);
  });
});
