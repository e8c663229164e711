/**
 * A parameter of the job document of an AWS managed template.
 *
 * Pass its value to a `Job` in `documentParameters`.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DocumentParameter.html
 */
export interface AwsManagedJobTemplateParameter {
  /**
   * The name of the parameter, which is its key in `documentParameters`.
   */
  readonly key: string;

  /**
   * The meaning of the parameter.
   */
  readonly description: string;

  /**
   * Whether every job must have a value for the parameter.
   */
  readonly required: boolean;
}

const required = (key: string, description: string): AwsManagedJobTemplateParameter => ({ key, description, required: true });
const optional = (key: string, description: string): AwsManagedJobTemplateParameter => ({ key, description, required: false });

const RUN_AS_USER = optional('runAsUser', 'The user that the device runs the operation as, at most 256 characters; otherwise that of the device client');
const PATH_TO_HANDLER = optional('pathToHandler', 'Where the job handler is on the device; otherwise in the working directory of the device client');
const PACKAGES = required('packages', 'The applications, separated by spaces');
const SERVICES = required('services', 'The system services, separated by spaces');

/** The version of the templates that these parameters are of. */
export const PARAMETERS_VERSION = '1.0';

/**
 * The parameters of each template in that version. Evidence: managed-parameters.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/job-templates-managed.html#job-template-manage-actions
 */
export const PARAMETERS: { readonly [templateName: string]: readonly AwsManagedJobTemplateParameter[] } = {
  'AWS-Reboot': [RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Download-File': [
    required('downloadUrl', 'The URL of the file, public or presigned'),
    required('filePath', 'Where the device stores the file'),
    RUN_AS_USER,
    PATH_TO_HANDLER,
  ],
  'AWS-Install-Application': [PACKAGES, RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Remove-Application': [PACKAGES, RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Start-Application': [SERVICES, RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Stop-Application': [SERVICES, RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Restart-Application': [SERVICES, RUN_AS_USER, PATH_TO_HANDLER],
  'AWS-Run-Command': [required('command', 'The command and its arguments, separated by commas; a comma in one of them is escaped'), RUN_AS_USER],
};
