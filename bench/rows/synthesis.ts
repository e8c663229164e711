import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type AppName, APPS, LOADING, programOf } from '../build';
import { type Candidates, cpu, interleaved, least, measured, ratio, run, typical, type Usage, type Usages } from '../processes';
import { atMost, bytes, ms, type Row } from '../row';

const MANY = 240;
const MOST = 490;
/** The maximum number of resources in a stack. */
const MAX_RESOURCES = 500;
/** The resources that all templates of a stack share. */
const SHARED_RESOURCES = 4;

export interface CloudFormationTemplate {
  readonly Resources: { readonly [logicalId: string]: { readonly Type: string; readonly Properties: { readonly [property: string]: unknown } } };
}

/** Synthesizes an app with a number of templates in its own process. */
async function synthesized<T>(app: AppName, count: number, read: (usage: Usage, json: string) => T): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const usage = await run({ args: [programOf(app), `${count}`, folder] });
    return read(usage, readFileSync(path.join(folder, 'Fleet.template.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const templateOf = (app: AppName, count = 1): Promise<CloudFormationTemplate> =>
  synthesized(app, count, (_, json) => JSON.parse(json));

const sizeOf = (app: AppName, count: number): Promise<number> => synthesized(app, count, (_, json) => Buffer.byteLength(json));

const synthesis = (app: AppName, count: number) => (): Promise<Usage> => synthesized(app, count, usage => usage);

/** The size of a stack, for the library and the alternatives. */
export async function sizes(): Promise<Row[]> {
  const resources = Object.keys((await templateOf('job-template', MOST)).Resources).length;
  const others: string[] = [];
  const each = new Map<AppName, number>();
  for (const app of APPS) {
    const [few, many] = [await sizeOf(app, 40), await sizeOf(app, MANY)];
    each.set(app, (many - few) / (MANY - 40));
    if (app !== 'job-template') others.push(`${app} ${Object.keys((await templateOf(app, MANY)).Resources).length}`);
  }
  const [ours, cfn] = [each.get('job-template')!, each.get('cfn-job-template')!];
  return [
    atMost({
      what: `CloudFormation resources of ${MOST} templates`,
      figure: resources,
      atMost: MOST + SHARED_RESOURCES,
      unit: '',
      detail: `${MAX_RESOURCES} fit`,
      rivals: `of ${MANY}: ${others.join(', ')}`,
    }),
    atMost({
      what: 'template bytes for each job template',
      figure: ours / cfn,
      atMost: 1.2,
      unit: 'x cfn-job-template',
      digits: 2,
      detail: bytes(Math.round(ours)),
      rivals: APPS.slice(1).map(app => `${app} ${bytes(Math.round(each.get(app)!))}`).join(', '),
    }),
  ];
}

/** The time of synthesis, in whole processes. */
export async function times(rounds: number): Promise<Row[]> {
  const candidates = <Name extends AppName>(apps: readonly Name[], count: number) =>
    Object.fromEntries(apps.map(app => [app, synthesis(app, count)])) as Candidates<Name>;
  const many = {
    ...await interleaved(rounds, candidates(['cfn-job-template', 'aws-custom-resource', 'provider-framework'], MANY)),
    // Their ratio is near its target, and in a single round it has a standard deviation of 6 %.
    ...await interleaved(12 * rounds, candidates(['job-template', 'floor'], MANY)),
  };
  const one = await interleaved(rounds, candidates(APPS, 1));
  // A ratio of differences needs more runs than a ratio.
  const growing = await interleaved(2 * rounds, {
    few: synthesis('job-template', 50),
    some: synthesis('job-template', 250),
    most: synthesis('job-template', 450),
  });
  const slope = (fewer: 'few' | 'some', more: 'some' | 'most') => (least(growing[more], cpu) - least(growing[fewer], cpu)) / 200;
  const [early, late] = [slope('few', 'some'), slope('some', 'most')];
  return [
    compared(`synth of ${MANY} templates, whole process`, many, 1.15),
    // This row has no target. It explains the row above, whose rest is the first template, its provider and the CDK.
    {
      what: `each of the ${MANY - 1} templates after the first`,
      target: '',
      figure: ms1(each(many, one, 'job-template')),
      rivals: APPS.slice(1).map(app => `${app} ${ms1(each(many, one, app))}`).join(', '),
      met: true,
    },
    atMost({
      what: 'synth time of a template, the 250th to the 450th relative to the 50th to the 250th',
      figure: late / early,
      atMost: 1.25,
      unit: 'x',
      digits: 2,
      detail: `${late.toFixed(2)} ms and ${early.toFixed(2)} ms`,
    }),
    compared('synth of one template, whole process', one, 1.1),
  ];
}

/** The time to load the package, before anything is declared. */
export async function loading(rounds: number): Promise<Row> {
  const { usages } = await interleaved(rounds, { usages: () => run({ args: [LOADING] }) });
  return atMost({
    what: 'loading the package, beyond the aws-cdk-lib modules of an app with a bucket and a role',
    figure: typical(usages, measured),
    atMost: 40,
    unit: ' ms',
  });
}

/** The time that each template after the first takes in synthesis. */
const each = (many: Usages<AppName>, one: Usages<AppName>, app: AppName): number =>
  (least(many[app], cpu) - least(one[app], cpu)) / (MANY - 1);

const ms1 = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;

/** The time of the library relative to the floor. */
function compared(what: string, usages: Usages<AppName>, limit: number): Row {
  return atMost({
    what,
    figure: ratio(usages['job-template'], usages.floor, cpu),
    atMost: limit,
    unit: 'x floor',
    digits: 2,
    detail: ms(typical(usages['job-template'], cpu)),
    rivals: APPS.slice(1).map(app => `${app} ${ms(typical(usages[app], cpu))}`).join(', '),
  });
}
