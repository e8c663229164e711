import { nestedStacksIn, nestedTemplate, type SynthesizedStack } from './assembly';
import type { NativeHolder } from './native-holders';
import { jobTemplateIdIn, predict, type Prediction } from './prediction';
import { predictRemoval } from './removal';
import { ownerOf } from '../../../src/shared/bookkeeping-tags';
import { RESOURCE_TYPE } from '../../../src/shared/contract';
import type { Account, AccountTemplate } from '../account/account';
import { deployedStack, type DeployedStack } from '../account/deployed-stack';
import { NeededExports } from '../account/needed-exports';
import { type KnownValues, resolveIntrinsics, UnknownValue } from '../cloudformation/intrinsics';
import { deployedValues, futureValues } from '../cloudformation/known-values';
import { resolveProperties } from '../cloudformation/properties';
import { partitionOf, placeOf, type StackPlace } from '../cloudformation/pseudo-parameters';
import { constructPathOf, type TemplateFile, type TemplateResource } from '../cloudformation/template-file';
import { UserError } from '../explain';
import { oncePer } from '../once';

/** What a deployment will do with the template of a construct. */
export interface CheckedTemplate extends Prediction {
  readonly stack: string;
  readonly logicalId: string;
  /** The path of the construct, if the template names it. */
  readonly construct?: string;
  /** The status of the stack. Undefined if it is not deployed. */
  readonly stackStatus?: string;
  /** The native resource that has a template which is to be adopted. */
  readonly native?: NativeHolder;
  /** Whether the deployed stack has the template, but does not declare it any more. */
  readonly isRemoved?: true;
  /** Another declaration of the same id in this account and Region, which comes first. */
  readonly duplicateOf?: { readonly stack: string; readonly logicalId: string };
}

/** A stack of the app, at the top or nested. */
interface StackToCheck {
  readonly synthesized: SynthesizedStack;
  /** The name or the ARN of the deployed stack. Undefined if its parent stack is not deployed. */
  readonly deployedName?: string;
  readonly parameters: { readonly [name: string]: unknown };
}

/** Reads what an app needs from an account, each thing once. */
export class AppCheck {
  private readonly template = oncePer((id: string): Promise<AccountTemplate | undefined> => this.account.template(id));
  private readonly exports: NeededExports;
  private anyStackId?: Promise<string | undefined>;

  constructor(private readonly account: Account) {
    this.exports = new NeededExports(account);
  }

  async check(synthesized: SynthesizedStack): Promise<CheckedTemplate[]> {
    return this.checkStack({ synthesized, deployedName: synthesized.name, parameters: synthesized.parameters });
  }

  private async checkStack({ synthesized, deployedName, parameters }: StackToCheck): Promise<CheckedTemplate[]> {
    const { template, name } = synthesized;
    const deployed = deployedName === undefined ? undefined : await deployedStack(this.account, deployedName);
    const exported = await this.exports.of(template, deployed?.template);
    const place = deployed === undefined ? await this.futurePlace(synthesized)
      : { ...placeOf(deployed.stack.id), name: deployed.stack.name, id: deployed.stack.id };
    checkAccount(synthesized, place);
    const values = futureValues({ template, parameters, place, deployed, exported });
    const before = deployed && deployedValues(deployed, exported);
    const checked: CheckedTemplate[] = [];
    const isDeclared = (logicalId: string) => {
      const { Type, Condition } = template.Resources[logicalId] ?? {};
      return Type === RESOURCE_TYPE && isCreated(Condition, values);
    };
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      if (!isDeclared(logicalId)) continue;
      const prediction = await predict({
        owner: ownerOf(place.id ?? `arn:aws:cloudformation:::stack/${name}/not-deployed`, logicalId),
        properties: resolveProperties(resource.Properties, values),
        deployed: before && deployedResource(deployed!, logicalId, before),
        read: this.template,
      });
      const construct = constructPathOf(resource);
      checked.push({ stack: name, stackStatus: deployed?.stack.status, logicalId, construct, ...prediction });
    }
    if (deployed !== undefined) checked.push(...await this.checkRemovals({ name, deployed, isDeclared }));
    for (const logicalId of nestedStacksIn(template)) checked.push(...await this.checkNested({ synthesized, logicalId, values, deployed }));
    return checked;
  }

  /** The templates that the deployed stack has, and that it does not declare any more. */
  private async checkRemovals(
    { name, deployed: { stack, template, resources }, isDeclared }: {
      readonly name: string; readonly deployed: DeployedStack; readonly isDeclared: (logicalId: string) => boolean;
    },
  ): Promise<CheckedTemplate[]> {
    const removed = [...resources.values()].filter(({ logicalId, type, physicalId }) => type === RESOURCE_TYPE && physicalId !== '' && !isDeclared(logicalId));
    return Promise.all(removed.map(async ({ logicalId, physicalId: id }) => {
      const resource: TemplateResource = template.Resources[logicalId] ?? {};
      const owner = ownerOf(stack.id, logicalId);
      const prediction = predictRemoval({ owner, id, deletionPolicy: resource.DeletionPolicy, found: await this.template(id) });
      return { stack: name, stackStatus: stack.status, logicalId, construct: constructPathOf(resource), isRemoved: true as const, ...prediction };
    }));
  }

  private async checkNested(
    { synthesized, logicalId, values, deployed }: {
      readonly synthesized: SynthesizedStack; readonly logicalId: string; readonly values: KnownValues; readonly deployed?: DeployedStack;
    },
  ): Promise<CheckedTemplate[]> {
    const template = nestedTemplate(synthesized, logicalId);
    if (template === undefined) {
      throw new UserError(`the assembly does not name the template of nested stack ${logicalId} of stack ${synthesized.name}: synthesize the app with asset metadata`);
    }
    const { Properties } = synthesized.template.Resources[logicalId];
    const { resolved } = resolveProperties((Properties as { Parameters?: object } | undefined)?.Parameters, values);
    const physicalId = deployed?.resources.get(logicalId)?.physicalId;
    return this.checkStack({
      synthesized: { ...synthesized, template, name: `${synthesized.name}/${logicalId}`, path: `${synthesized.path}/${logicalId}` },
      deployedName: physicalId || undefined,
      parameters: Object.fromEntries(Object.entries(resolved).filter(([, value]) => typeof value === 'string')),
    });
  }

  /** The account shows in the ARN of any of its templates or stacks. */
  private async futurePlace({ region, account, name, template }: SynthesizedStack): Promise<StackPlace> {
    const arn = await this.anyTemplateArn(template) ?? await (this.anyStackId ??= this.account.anyStackId());
    if (arn !== undefined) return { ...placeOf(arn), name };
    const place = region ?? await this.account.iot.config.region();
    return { partition: partitionOf(place), region: place, account, name };
  }

  private async anyTemplateArn({ Resources }: TemplateFile): Promise<string | undefined> {
    const ids = Object.values(Resources).filter(({ Type }) => Type === RESOURCE_TYPE)
      .flatMap(({ Properties }) => jobTemplateIdIn(resolveProperties(Properties, { refs: new Map(), mappings: undefined })) ?? []);
    for (const id of ids) {
      const found = await this.template(id);
      if (found !== undefined) return found.arn;
    }
    return undefined;
  }
}

/** @throws if the app has another account for the stack */
function checkAccount({ name, account }: SynthesizedStack, { account: actual }: StackPlace): void {
  if (account === undefined || account === actual) return;
  throw new UserError(`the credentials are those of account ${actual}, but stack ${name} is for account ${account}: pass another --profile`);
}

/** Whether the condition of a resource is true, as far as it is known. */
function isCreated(condition: string | undefined, values: KnownValues): boolean {
  if (condition === undefined) return true;
  try {
    return resolveIntrinsics({ 'Fn::If': [condition, true, false] }, values) === true;
  } catch (error) {
    if (error instanceof UnknownValue) return true;
    throw error;
  }
}

function deployedResource({ template, resources }: DeployedStack, logicalId: string, values: KnownValues) {
  const [declared, existing] = [template.Resources[logicalId], resources.get(logicalId)];
  if (declared?.Type !== RESOURCE_TYPE || !existing?.physicalId) return undefined;
  return { properties: resolveProperties(declared.Properties, values), physicalId: existing.physicalId };
}
