import { Fn, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { arnComponentsOf, managedArnComponentsOf, presignedUrlRolePath } from './arn';
import { ADOPTED_FROM_TAGS, OWNER_TAG } from '../shared/contract';

/** The condition of `iam:PassRole`: a role that presigns URLs is handed to AWS IoT, and to no other service. Evidence: iam-pass-role. */
export const PASSED_TO_IOT = { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } };

/** Everything that the function of a stack may ever be allowed to do: a statement for each need. */
export class Permissions {
  /** Every custom resource of the stack, as the owner tag names it: one token, so that statements with it can be merged. */
  private readonly owners: string;

  constructor(private readonly stack: Stack) {
    this.owners = `${Fn.select(1, Fn.split(':stack/', stack.stackId))}/*`;
  }

  /**
   * To create, edit and delete templates, however many there are. The owner tag decides, and not a list of ARNs: when
   * CloudFormation removes a template, the list would have lost it already.
   */
  public manage(): iam.PolicyStatement[] {
    const { owners, templates } = this;
    return [
      new iam.PolicyStatement({
        actions: ['iot:DescribeJobTemplate', 'iot:ListTagsForResource'],
        resources: [templates],
      }),
      this.marking('iot:CreateJobTemplate', [templates]),
      // The tags that a template is created with.
      this.marking('iot:TagResource', [templates], { Null: { [resourceTag(OWNER_TAG)]: 'true' } }),
      new iam.PolicyStatement({
        actions: ['iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource'],
        resources: [templates],
        conditions: { StringLike: { [resourceTag(OWNER_TAG)]: owners } },
      }),
      // What is left to do for a template that another owner has adopted from here.
      ...ADOPTED_FROM_TAGS.map(key => new iam.PolicyStatement({
        actions: ['iot:UntagResource'],
        resources: [templates],
        conditions: {
          'StringLike': { [resourceTag(key)]: owners },
          'ForAllValues:StringEquals': { 'aws:TagKeys': [key] },
          'Null': { 'aws:TagKeys': 'false' },
        },
      })),
    ];
  }

  /** To create templates from jobs and package versions. */
  public createFrom(arns: string[]): iam.PolicyStatement {
    return this.marking('iot:CreateJobTemplate', arns);
  }

  /** To make a template of another owner one of this stack. */
  public adopt(jobTemplateArn: string): iam.PolicyStatement {
    return this.marking('iot:TagResource', [jobTemplateArn]);
  }

  /** To read any template of the account and Region. */
  public lookUp(): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['iot:DescribeJobTemplate'], resources: [this.templates] });
  }

  /** To read a template that AWS manages, in all of its versions. */
  public lookUpManaged(templateName: string): iam.PolicyStatement {
    const versions = this.stack.formatArn(managedArnComponentsOf(`${templateName}:*`));
    return new iam.PolicyStatement({ actions: ['iot:DescribeManagedJobTemplate'], resources: [versions] });
  }

  /** To hand a role to AWS IoT. */
  public passRole(roleArn: string): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [roleArn],
      conditions: PASSED_TO_IOT,
    });
  }

  /** The same for all roles for presigned URLs that are made in the stack. */
  public passRolesMadeHere(): iam.PolicyStatement {
    const resourceName = `${presignedUrlRolePath(this.stack).slice(1)}*`;
    return this.passRole(this.stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName }));
  }

  /** To write its log. */
  public log(logGroupArn: string): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
  }

  /**
   * To run in a VPC. Lambda itself makes the interfaces: it can name none of them before. Calls of the function's code, which
   * carry its ARN, are left out.
   */
  public runInVpc(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'true' } },
    });
  }

  private get templates(): string {
    return this.stack.formatArn(arnComponentsOf('*'));
  }

  /** What may be done only where it makes a template a custom resource's of this stack. */
  private marking(action: string, resources: string[], conditions: iam.Conditions = {}): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [action], resources, conditions: { StringLike: { [`aws:RequestTag/${OWNER_TAG}`]: this.owners }, ...conditions },
    });
  }
}

const resourceTag = (key: string): string => `aws:ResourceTag/${key}`;
