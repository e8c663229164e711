import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type App, CfnResource, Validations } from 'aws-cdk-lib-newest';
import type { Scan } from './scan';
import { reportsOf } from './synthesis';
import { ensureVenv } from '../support/python';

const SCANNER = 'cdk-preflight';
/** The Python package contains the Node.js package. The package on npm is older, and has no rules for AWS IoT. */
const VERSION = '1.9.1';
/** Unpacks the Node.js package into the given folder. */
const UNPACK = `
import importlib.util, pathlib, shutil, sys
package = pathlib.Path(importlib.util.find_spec('cdk_preflight').submodule_search_locations[0])
shutil.unpack_archive(next((package / '_jsii').glob('*.tgz')), sys.argv[1], 'gztar')
`;

/** The properties of the custom resource that are not part of the request. */
const OWN_PROPERTIES = ['ServiceToken', 'ServiceTimeout', 'Attributes', 'AdoptExisting'];
/** The members that have another name in CloudFormation: their path in the properties, and that name. */
const RENAMED: ReadonlyArray<readonly [path: readonly [string, string], name: string]> = [
  [['JobExecutionsRolloutConfig', 'ExponentialRate'], 'ExponentialRolloutRate'],
  [['JobExecutionsRetryConfig', 'CriteriaList'], 'RetryCriteriaList'],
];

/**
 * Translates the job templates of an app to CloudFormation's own type. Then scans them and all other resources with
 * rules that were measured on AWS. The scan is strict, so that CloudFormation's schema shows a faulty translation.
 */
export async function scanWithPreflight(app: App): Promise<Scan> {
  translate(app);
  const { Preflight } = jest.requireActual(await installed());
  Preflight.apply(app, { strict: true });
  return reportsOf(app)(SCANNER);
}

function translate(app: App): void {
  for (const resource of app.node.findAll().filter(CfnResource.isCfnResource)) {
    if (resource.cfnResourceType !== 'Custom::IoTJobTemplate') continue;
    const properties = propertiesOf(resource);
    resource.addOverride('Type', 'AWS::IoT::JobTemplate');
    for (const name of OWN_PROPERTIES) resource.addPropertyDeletionOverride(name);
    for (const [[parent, member], name] of RENAMED) {
      const value = properties[parent]?.[member];
      if (value === undefined) continue;
      resource.addPropertyOverride(`${parent}.${name}`, value);
      resource.addPropertyDeletionOverride(`${parent}.${member}`);
    }
    if (properties.JobArn !== undefined && properties.Document === undefined && properties.DocumentSource === undefined) {
      Validations.of(resource).acknowledge({
        id: `${SCANNER}::pf-iot-jobtemplate-document-exactly-one`,
        // Evidence: job-template-from-job.
        reason: 'The rule does not know jobArn: a template that is created from a job has the document of the job',
      });
    }
  }
}

/** The properties as they will be rendered, including intrinsic functions. */
function propertiesOf(resource: CfnResource): { readonly [name: string]: any } {
  const { Resources } = resource.stack.resolve((resource as unknown as { _toCloudFormation(): object })._toCloudFormation());
  return (Object.values(Resources)[0] as { Properties: { [name: string]: any } }).Properties;
}

/** A folder inside this project, so that the package imports the same CDK as the app. */
async function installed(): Promise<string> {
  const { python } = await ensureVenv({ name: `${SCANNER}-${VERSION}`, requirements: ['--no-deps', `${SCANNER}==${VERSION}`] });
  const home = join(dirname(python), '..', 'node');
  if (!existsSync(home)) {
    const aside = await mkdtemp(`${home}.unpacking-`);
    await promisify(execFile)(python, ['-c', UNPACK, aside]);
    await rename(aside, home);
  }
  return join(home, 'package', 'lib', 'index.js');
}
