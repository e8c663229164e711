import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, type Consumer, DIST } from './consumers';
import { filesOf, stacksOf } from '../../cli/src/code/app';
import { LANGUAGES } from '../../cli/src/code/languages';
import { isSkipped, toDeclare } from '../../cli/src/found-template';
import { ACCOUNT, HANDMADE, REGION } from '../../cli/test/migration/templates';

/** The templates that the generated code adopts. */
const TEMPLATES = Object.entries(HANDMADE).map(([id, { tags = [], ...content }]) => toDeclare({
  id,
  arn: `arn:aws:iot:${REGION}:${ACCOUNT}:jobtemplate/${id}`,
  content: content as Parameters<typeof toDeclare>[0]['content'],
  tags: new Map(tags.map(({ Key, Value }) => [Key!, Value!])),
})).map((template) => {
  if (isSkipped(template)) throw new Error(`${template.id} is skipped: ${template.reason}`);
  return template;
});

/** Templates that the second import has, too, as those of another Region. */
export const IMPORTED_AGAIN = ['reboot', 'long'];
/** The stacks of two imports. */
const CODE = [...stacksOf(TEMPLATES), ...stacksOf(TEMPLATES.filter(({ id }) => IMPORTED_AGAIN.includes(id)), 'sensor-fleet')];
export const STACKS = CODE.map(({ stackName }) => stackName);

/** The files that the command line tool writes in a language. */
export const importedFiles = (language: string) => filesOf(LANGUAGES.find(({ name }) => name === language)!, CODE, { hasApp: false });

/** The code that the command line tool writes, as an app that is installed like another one in the same language. */
export function imported(consumer: Consumer): Consumer {
  const language = consumer.language.toLowerCase();
  const folder = join(CACHE, 'imported', language);
  return {
    ...consumer,
    folder,
    install: () => {
      rmSync(folder, { recursive: true, force: true });
      for (const { path, content } of importedFiles(language)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      pinRequirements(consumer, folder);
      return consumer.install(folder);
    },
  };
}

/** Uses the versions of the example, because ranges would install the newest ones, and the library as it was built. */
function pinRequirements({ language, folder: example }: Consumer, folder: string): void {
  if (language === 'CSharp') referToBuiltLibrary(join(folder, 'JobTemplatesApp.csproj'));
  if (language === 'Python') cpSync(join(example, 'requirements.txt'), join(folder, 'requirements.txt'));
  if (language !== 'Go') return;
  const requirements = readFileSync(join(example, 'go.mod'), 'utf8').replace(/(?<==> ).*\/dist\//, `${DIST}/`);
  writeFileSync(join(folder, 'go.mod'), requirements);
  cpSync(join(example, 'go.sum'), join(folder, 'go.sum'));
}

/** The code of the library for .NET is a project, which the app's project builds. */
function referToBuiltLibrary(project: string): void {
  const library = join(DIST, 'dotnet', 'CdkIotJobTemplate', 'CdkIotJobTemplate.csproj');
  const reference = /<PackageReference Include="CdkIotJobTemplate" .*\/>/;
  const written = readFileSync(project, 'utf8');
  if (!reference.test(written) || !existsSync(library)) throw new Error(`${project} must refer to the library, which is built in ${library}`);
  writeFileSync(project, written.replace(reference, `<ProjectReference Include="${library}" />`));
}
