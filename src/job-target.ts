import { CfnResource, Reference, Stack, Token } from 'aws-cdk-lib';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { IConstruct } from 'constructs';
import { errorAt } from './private/errors';
import { deployedStack } from './private/generated-id';
import { isPathAsText } from './private/job-warnings';
import { checkType, markType, THING_GROUP_REF, THING_REF } from './private/prop-types';
import { isJsonata } from './private/query-form';
import { shownProp } from './private/shown';
import { THING, THING_GROUP } from './private/thing-name';
import { mapTokens } from './private/tokens';
import { checkAs } from './shared/check';
import type { StructureShape } from './shared/shape';

/**
 * A target of a job: a thing or a thing group.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html
 */
export class JobTarget {
  /**
   * Targets a thing by its name, in the account and Region of the job.
   *
   * @param thingName the name of the thing: 1 to 128 letters, digits, `:`, `_` and `-`
   * @throws if no thing can have this name
   */
  public static thingName(thingName: string): JobTarget {
    checkName('thingName', THING, { thingName });
    return new JobTarget(scope => arnIn(scope, 'thing', thingName));
  }

  /**
   * Targets a thing group by its name, in the account and Region of the job. The group may be static or dynamic.
   *
   * A snapshot job reaches the things that are in the group when the job is created. A continuous job also reaches
   * those that are added to the group later.
   *
   * @param thingGroupName the name of the thing group: 1 to 128 letters, digits, `:`, `_` and `-`
   * @throws if no thing group can have this name
   */
  public static thingGroupName(thingGroupName: string): JobTarget {
    checkName('thingGroupName', THING_GROUP, { thingGroupName });
    return new JobTarget(scope => arnIn(scope, 'thinggroup', thingGroupName));
  }

  /**
   * Targets a thing, such as a `CfnThing`.
   */
  public static thing(thing: iot.IThingRef): JobTarget {
    checkType('JobTarget.thing', 'thing', thing, THING_REF);
    return new JobTarget(() => thing.thingRef.thingArn);
  }

  /**
   * Targets a thing group, such as a `CfnThingGroup`.
   */
  public static thingGroup(thingGroup: iot.IThingGroupRef): JobTarget {
    checkType('JobTarget.thingGroup', 'thingGroup', thingGroup, THING_GROUP_REF);
    return new JobTarget(() => thingGroup.thingGroupRef.thingGroupArn);
  }

  /**
   * Targets a thing or a thing group by its ARN.
   *
   * @param arn the ARN: `arn:PARTITION:iot:REGION:ACCOUNT:thing/NAME` or `...:thinggroup/NAME`
   * @throws if the ARN is not the ARN of a thing or of a thing group
   */
  public static arn(arn: string): JobTarget {
    if (!Token.isUnresolved(arn) && !(typeof arn === 'string' && ARN.test(arn))) {
      throw errorAt('JobTarget.arn', 'invalidJobTarget', `${shownProp('arn', arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:thing/NAME or `
        + 'arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME: use JobTarget.thingName or JobTarget.thingGroupName for a name, targetsFrom for targets of the state');
    }
    return new JobTarget(() => arn);
  }

  private constructor(private readonly arnFor: (scope: IConstruct) => string) {}

  /**
   * The ARN of the target of a job in the account and Region of a construct.
   *
   * @internal
   */
  public _targetArnIn(scope: IConstruct): string {
    return this.arnFor(scope);
  }

  /**
   * A text that changes with the target. References to things and groups that the app declares stay the same if
   * CloudFormation replaces them, so what decides their names stands for them.
   *
   * @internal
   */
  public _identityIn(scope: IConstruct): string {
    return mapTokens(this._targetArnIn(scope), (token, asText) => {
      const target = Reference.isReference(token) ? token.target : undefined;
      return isThing(target) ? identityOf(target) : asText;
    });
  }
}

markType(JobTarget);

/** Evidence: target-arn. */
const ARN = /^arn:[^:]+:iot:[^:]+:[^:]+:thing(?:group)?\/[a-zA-Z0-9:_-]{1,128}$/;

const isThing = (resource: unknown): resource is CfnResource =>
  CfnResource.isCfnResource(resource) && ['AWS::IoT::Thing', 'AWS::IoT::ThingGroup'].includes(resource.cfnResourceType);

/** What decides which resource a declared thing or group is: with another value, CloudFormation replaces it. Evidence: thing-create-only. */
function identityOf(resource: CfnResource): string {
  const { thingName, thingGroupName, parentGroupName } = resource as Partial<iot.CfnThing & iot.CfnThingGroup>;
  const stack = deployedStack(resource);
  const path = resource.node.scopes.slice(resource.node.scopes.indexOf(stack) + 1).map(({ node }) => node.id).join('/');
  return [stack.stackName, path, resource.logicalId, thingName ?? thingGroupName ?? '', parentGroupName ?? ''].join(' ');
}

const arnIn = (scope: IConstruct, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({ service: 'iot', resource, resourceName });

function hintFor(name: string): string {
  if (name.startsWith('arn:')) return ': use JobTarget.arn for an ARN';
  return isPathAsText(name) || isJsonata(name) ? ': use targetsFrom for targets of the state' : '';
}

/** @param method the method that was called: no construct is known */
function checkName(method: string, shape: StructureShape, name: object): void {
  const [problem] = checkAs(shape, name, { isUnresolved: Token.isUnresolved, quotas: false });
  if (problem === undefined) return;
  const hint = hintFor(String(problem.value));
  throw errorAt(`JobTarget.${method}`, 'invalidJobTarget', `${shownProp(problem.member, problem.value)}, must ${problem.must}${hint}`);
}
