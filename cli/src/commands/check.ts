import { Account, READ_EXPORTS, READ_STACKS, READ_TEMPLATES } from '../account/account';
import { AppCheck, type CheckedTemplate } from '../check/app';
import { stacksIn } from '../check/assembly';
import { failDuplicates, type PlacedTemplate } from '../check/duplicates';
import { NativeHolders } from '../check/native-holders';
import { reportOf } from '../check/report';
import { type CommandContext, type CommandDefinition, type GlobalOptions, Status } from '../command';
import { oncePer } from '../once';
import { withProgress } from '../output/progress';

interface CheckOptions extends GlobalOptions {
  readonly stack?: string;
}

/** Predicts what a deployment does with each job template of a synthesized app. */
export const CHECK: CommandDefinition = {
  name: 'check',
  summary: 'Show what a deployment will do with each job template of a synthesized app, and which templates were changed by hand',
  examples: ['check --region eu-central-1', 'check cdk.out --stack Fleet', 'check my-app/cdk.out --json'],
  permissions: [...READ_TEMPLATES.filter(({ actions }) => !actions.includes('iot:ListJobTemplates')), ...READ_STACKS, READ_EXPORTS],
  statuses: { [Status.WOULD_FAIL]: 'the deployment of a template would fail', [Status.HAS_DRIFTED]: 'none would fail, but a template was changed by hand' },
  region: 'the AWS Region of stacks without one; a stack whose env has a Region is checked there',
  configure: command => command
    .argument('[folder]', 'the cloud assembly, which is the output folder of cdk synth', 'cdk.out')
    .option('--stack <name>', 'only the stack with this name, or with this path in the app'),
  run: check,
};

async function check({ args: [folder], options, account, terminal }: CommandContext<CheckOptions>): Promise<Status> {
  const accountIn = oncePer((region: string | undefined) => region === undefined ? account : new Account({ ...options, region }));
  const checkIn = oncePer((region: string | undefined) => new AppCheck(accountIn(region)));
  const nativesIn = oncePer((region: string | undefined) => new NativeHolders(accountIn(region), terminal));
  const stacks = stacksIn(folder, options.stack);
  const results = await withProgress({ terminal, label: 'Checking' }, stacks, stack => checkIn(stack.region).check(stack));
  const found: PlacedTemplate[] = [];
  for (const [index, { region }] of stacks.entries()) {
    const placed = await accountIn(region).iot.config.region();
    const withNatives = await nativesIn(region).addTo(results[index]);
    found.push(...withNatives.map(each => ({ ...each, region: placed })));
  }
  const checked = failDuplicates(found);
  terminal.print(options.json ? JSON.stringify(checked, undefined, 2) : reportOf(terminal, checked));
  return statusOf(checked);
}

function statusOf(checked: readonly CheckedTemplate[]): Status {
  if (checked.some(({ action }) => action === 'fail')) return Status.WOULD_FAIL;
  return checked.some(({ action }) => action === 'drifted') ? Status.HAS_DRIFTED : Status.DONE;
}
