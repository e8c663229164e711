interface Parameter {
  readonly key: string;
  readonly description: string;
  readonly regex: string;
  readonly example: string;
  readonly optional: boolean;
}

/**
 * An AWS managed template as DescribeManagedJobTemplate returns it, without the ARN, which depends on the Region.
 * Evidence: managed-parameters.
 */
export interface ManagedTemplate {
  readonly templateName: string;
  readonly templateVersion: string;
  readonly description: string;
  readonly environments: readonly string[];
  readonly documentParameters: readonly Parameter[];
  readonly document: string;
}

const RUN_AS_USER: Parameter = {
  key: 'runAsUser',
  description: 'Execute handler as another user. If not specified, then handler is executed as the same user as device client.',
  regex: '(.){0,256}',
  example: 'user1',
  optional: true,
};
const PATH_TO_HANDLER: Parameter = {
  key: 'pathToHandler',
  description: 'Path to handler on the device. If not specified, then device client will use the current working directory.',
  regex: '(.){0,4096}',
  example: '/path/to/handler/script',
  optional: true,
};
const PACKAGES = required('packages', 'A space-separated list of one or more packages.', 'python3 vim');
const SERVICES = required('services', 'A space-separated list of one or more services.', 'httpd sshd');

// Evidence: managed-templates.
export const MANAGED_TEMPLATES: readonly ManagedTemplate[] = [
  handlerTemplate('Reboot', 'rebooting the device', 'reboot.sh', []),
  handlerTemplate('Download-File', 'downloading a file', 'download-file.sh', [
    required('downloadUrl', 'URL of file to download.', 'http://www.example.com/index.html'),
    required('filePath', 'Path on the device where downloaded file is written.', '/path/to/file'),
  ]),
  handlerTemplate('Install-Application', 'installing one or more applications', 'install-packages.sh', [PACKAGES]),
  handlerTemplate('Remove-Application', 'uninstalling one or more applications', 'remove-packages.sh', [PACKAGES]),
  handlerTemplate('Start-Application', 'starting one or more system services', 'start-services.sh', [SERVICES]),
  handlerTemplate('Stop-Application', 'stopping one or more system services', 'stop-services.sh', [SERVICES]),
  handlerTemplate('Restart-Application', 'restarting one or more system services', 'restart-services.sh', [SERVICES]),
  managedTemplate('Run-Command', 'running a shell command', { type: 'runCommand', input: { command: placeholder('command') } }, [
    required('command', 'A string of command. Comma in the command must be escaped.', 'echo,Hello World'),
    RUN_AS_USER,
  ]),
];

interface Action {
  readonly type: string;
  readonly input: object;
}

function handlerTemplate(action: string, purpose: string, handler: string, parameters: Parameter[]): ManagedTemplate {
  const input = { handler, args: parameters.map(({ key }) => placeholder(key)), path: placeholder(PATH_TO_HANDLER.key) };
  return managedTemplate(action, purpose, { type: 'runHandler', input }, [...parameters, RUN_AS_USER, PATH_TO_HANDLER]);
}

function managedTemplate(action: string, purpose: string, { type, input }: Action, documentParameters: Parameter[]): ManagedTemplate {
  return {
    templateName: `AWS-${action}`,
    templateVersion: '1.0',
    description: `A managed job template for ${purpose}.`,
    environments: ['LINUX'],
    documentParameters,
    document: JSON.stringify({ version: '1.0', steps: [{ action: { name: action, type, input, runAsUser: placeholder(RUN_AS_USER.key) } }] }),
  };
}

function required(key: string, description: string, example: string): Parameter {
  return { key, description, regex: '(.*?)', example, optional: false };
}

function placeholder(key: string): string {
  return `\${aws:iot:parameter:${key}}`;
}
