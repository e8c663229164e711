import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CloudAssembly, type CloudFormationStackArtifact, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from '@aws-cdk/cloud-assembly-api';
import { NESTED_STACK_TYPE, readTemplateFile, type TemplateFile } from '../cloudformation/template-file';
import { UserError } from '../explain';

/** A stack of a synthesized app. */
export interface SynthesizedStack {
  /** The path of the stack in the app. */
  readonly path: string;
  readonly name: string;
  /** Undefined if the app leaves it to the deployment. */
  readonly region?: string;
  readonly account?: string;
  readonly template: TemplateFile;
  readonly parameters: { readonly [name: string]: string };
  /** The folder of the files that the template names. */
  readonly folder: string;
}

/**
 * The stacks of a synthesized app, those of its stages as well.
 *
 * @param folder the folder of the cloud assembly, such as `cdk.out`
 * @param selected the name of a stack, or its path in the app
 * @throws if there is no such assembly or stack
 */
export function stacksIn(folder: string, selected?: string): SynthesizedStack[] {
  const stacks = assemblyIn(folder).stacksRecursively
    .filter(({ stackName, hierarchicalId }) => selected === undefined || stackName === selected || hierarchicalId === selected)
    .map(synthesizedStack);
  if (stacks.length > 0) return stacks;
  throw new UserError(selected === undefined ? `${folder} has no stacks: synthesize an app with stacks`
    : `${folder} has no stack ${selected}: pass one of ${assemblyIn(folder).stacksRecursively.map(({ stackName }) => stackName).join(', ')}`);
}

/** The template of a nested stack. Undefined if the assembly does not name its file. */
export function nestedTemplate({ template, folder }: SynthesizedStack, logicalId: string): TemplateFile | undefined {
  const file = template.Resources[logicalId].Metadata?.['aws:asset:path'];
  return typeof file === 'string' ? readTemplateFile(join(folder, file)) : undefined;
}

/** The logical ids of the stacks that are nested in a stack. */
export const nestedStacksIn = ({ Resources }: TemplateFile): string[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === NESTED_STACK_TYPE).map(([logicalId]) => logicalId);

function assemblyIn(folder: string): CloudAssembly {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    const inner = join(folder, 'cdk.out');
    if (existsSync(join(inner, 'manifest.json'))) throw new UserError(`${folder} is no cloud assembly, but ${inner} is: pass ${inner}`);
    throw new UserError(`${folder} is no cloud assembly: synthesize the app with "cdk synth", and pass its output folder, such as cdk.out`);
  }
  try {
    return new CloudAssembly(folder);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    const remedy = /schema version/i.test(reason) ? 'upgrade this tool' : 'synthesize the app again';
    throw new UserError(`${manifest} cannot be read (${reason.replace(/[.:]$/, '')}): ${remedy}`);
  }
}

function synthesizedStack(artifact: CloudFormationStackArtifact): SynthesizedStack {
  const { region, account } = artifact.environment;
  return {
    path: artifact.hierarchicalId,
    name: artifact.stackName,
    region: region === UNKNOWN_REGION ? undefined : region,
    account: account === UNKNOWN_ACCOUNT ? undefined : account,
    template: readTemplateFile(artifact.templateFullPath),
    parameters: artifact.parameters,
    folder: dirname(artifact.templateFullPath),
  };
}
