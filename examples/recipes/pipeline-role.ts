import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

/** The issuer of the tokens of GitHub Actions. */
const ISSUER = 'token.actions.githubusercontent.com';

/** The audience that `aws-actions/configure-aws-credentials` asks for. */
const AUDIENCE = 'sts.amazonaws.com';

/**
 * Lets AWS check the tokens of GitHub Actions. An account has one provider for each issuer: if yours has one already,
 * import it with `iam.OidcProviderNative.fromOidcProviderArn`.
 */
export class GitHubStack extends Stack {
  readonly provider: iam.IOidcProvider;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.provider = new iam.OidcProviderNative(this, 'GitHub', { url: `https://${ISSUER}`, clientIds: [AUDIENCE] });
  }
}

export interface PipelineRoleStackProps extends StackProps {
  readonly template: IJobTemplate;
  readonly provider: iam.IOidcProvider;
  /**
   * The subject of the workflow's tokens, such as `repo:octo-org@123456/fleet@456789:environment:production`. For
   * repositories from before July 15, 2026, GitHub leaves the numbers out by default.
   */
  readonly subject: string;
  /** The ARN of the thing group that gets the jobs. */
  readonly thingGroupArn: string;
}

/**
 * A role for one workflow, which starts a job with a permission of `id-token: write` and these steps:
 *
 *     - uses: aws-actions/configure-aws-credentials@v5
 *       with: { role-to-assume: ROLE_ARN, aws-region: REGION }
 *     - run: aws iot create-job --job-id "release-$GITHUB_SHA" --job-template-arn TEMPLATE_ARN --targets THING_GROUP_ARN
 *
 * A commit has one job, however often the workflow runs. IAM cannot require a template: the role could also start a
 * job with a document of its own, under these ids and for this group. So let the subject name a GitHub environment, and
 * protect that environment.
 */
export class PipelineRoleStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineRoleStackProps) {
    super(scope, id, props);
    const role = new iam.Role(this, 'Pipeline', {
      assumedBy: new iam.OpenIdConnectPrincipal(props.provider, {
        StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: props.subject },
      }),
    });
    props.template.grants.createJob(role, { targets: [props.thingGroupArn], jobIds: ['release-*'] });
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }
}
