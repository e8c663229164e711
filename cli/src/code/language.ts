import type { GeneratedFile, StackCode } from './stack';

/** A programming language of the CDK. */
export interface Language {
  readonly name: string;
  /** The file of a stack. */
  readonly stack: (code: StackCode) => GeneratedFile;
  /** The statement that creates a stack in an app. */
  readonly creation: (code: StackCode) => string;
  /** The other files of an app with these stacks. */
  readonly app: (stacks: readonly StackCode[]) => GeneratedFile[];
  /** The folders that building and deploying the app make, beside the output of the CDK. */
  readonly builtFolders: readonly string[];
  /** The commands that prepare the app for the CDK CLI, in its folder. */
  readonly commands: readonly string[];
  /** The CDK CLI. */
  readonly cdk: string;
  /** What imports a stack into the file that creates it. Undefined if nothing has to. */
  readonly importOf?: (code: StackCode) => string;
  /** What adds the library to an app. */
  readonly dependency: string;
  /** Whether the command of an app, or the name of a file beside it, shows this language. */
  readonly traces: { readonly command: RegExp; readonly file: RegExp };
}

/** The CDK CLI, for apps that do not install it. */
export const CDK_CLI = 'npx aws-cdk@2';

/** JSON in a file. */
export const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The file that tells the CDK CLI how to run the app. */
export const cdkJson = (app: string): GeneratedFile => ({ path: 'cdk.json', content: json({ app }) });

/** What the comment of a stack says, for each language in its own form. The code that retains a template follows. */
export const ABOUT_STACK = [
  'Job templates that existed before this app. The first deployment adopts them, which changes only their owner.',
  'A template that differs from its declaration fails the deployment, so edit the templates in a later one.',
  'If you remove an adopted template from the stack, it stays. After an edit of its content, the stack deletes it.',
  'Decide for each template that you edit whether it must stay then, too. If so, add to its construct:',
];
