import { type PlacedPlaceholder, placementsOf, textsOf } from './document-text';
import { s3UrlOf } from './s3-url';
import { namesInArn, PREFIX, UNKNOWN, UPLOAD_VARIABLES } from '../shared/placeholder';
import { type DocumentRule, problemAt } from '../shared/rule';

/** The requirement that a placeholder breaks, to follow the word "must". Undefined if AWS IoT accepts the placeholder. */
type PlaceholderRule = (placed: PlacedPlaceholder) => string | undefined;

/** Evidence: placeholder-unterminated. */
const isTerminated: PlaceholderRule = ({ placeholder, isTerminated: ends, isNested }) =>
  // A token may contain the brace.
  ends || isNested || placeholder.text.includes(UNKNOWN) ? undefined
    : 'end with }: AWS IoT refuses it, "One or more parameters or placeholders are not terminated."';

/** Evidence: placeholder-nested. */
const isOutermost: PlaceholderRule = ({ placeholder, isNested }) => {
  if (!isNested) return undefined;
  const { kind } = placeholder;
  if (kind === 'download' || kind === 'upload') {
    return 'not be inside another placeholder: AWS IoT refuses it, "${aws:...} should not be the second layer pattern."';
  }
  // Stryker disable next-line ConditionalExpression: only a package has the member, and the compiler asks for the kind
  return kind === 'package' && placeholder.presigned
    ? 'not be inside another placeholder: AWS IoT refuses the URL of an artifact there, "... cannot be nested inside another placeholder."' : undefined;
};

/** Evidence: placeholder-all-attributes. */
const allAttributesAreValue: PlaceholderRule = ({ placeholder, within }) => {
  // Stryker disable next-line Regex: a placeholder begins and ends like this only as a whole
  if (!/^\$\{aws:iot:package:[^:]*:version:[^:]*:attributes\}$/.test(placeholder.text)) return undefined;
  // A token may be empty.
  const [before, after, ...others] = within.text.split(placeholder.text).map(part => part.replaceAll(UNKNOWN, ''));
  if (!within.isName && before === '' && after === '' && others.length === 0) return undefined;
  return 'be a JSON value by itself, since it becomes an object of all attributes, or name one attribute (:attributes:KEY): AWS IoT refuses it '
    + 'inside a text, inside another placeholder and as the name of a member';
};

/** Evidence: placeholder-package-pair. */
const namesArePair: PlaceholderRule = ({ placeholder }) => {
  // Stryker disable next-line ConditionalExpression: other kinds have neither name, and the compiler asks for the kind
  if (placeholder.kind !== 'package') return undefined;
  const { packageName, versionName } = placeholder;
  if ((packageName === '') === (versionName === '') || [packageName, versionName].some(isUnknown)) return undefined;
  return 'name both the package and the version, or neither: AWS IoT refuses it, "Empty package name and version name have to be used in pair."';
};

/** Evidence: placeholder-local-variable. */
const variablesAreOfUpload: PlaceholderRule = ({ placeholder: { kind, text } }) => {
  const variable = UPLOAD_VARIABLES.map(name => `\${${name}}`).find(each => text.includes(each));
  if (variable === undefined || kind === 'upload' || kind === 'unknown') return undefined;
  return `not have ${variable}: AWS IoT refuses it, "Local placeholder, \${...}, is only valid inside of presign url upload"`;
};

/** Evidence: placeholder-upload-bucket-variable. */
const bucketHasNoVariables: PlaceholderRule = ({ placeholder }) =>
  placeholder.kind === 'upload' && s3UrlOf(placeholder.url)?.bucket.includes('${')
    ? 'have no variable in the name of the bucket: AWS IoT refuses it, '
      + '"S3 bucket name in presigned url upload is not allowed to contain any placeholders"'
    : undefined;

/** Evidence: placeholder-url-invalid, placeholder-upload-generated-key. */
const urlIsOfS3: PlaceholderRule = ({ placeholder }) => {
  if (placeholder.kind !== 'download' && placeholder.kind !== 'upload') return undefined;
  const url = knownOf(placeholder.url);
  const [beginning] = /[^/]*(?:\/\/[^/]*)?/.exec(url)!;
  if (s3UrlOf(url) !== undefined || isUnknown(beginning) || placeholder.kind === 'upload' && url === '') return undefined;
  return 'have the URL of an object in Amazon S3, such as https://s3.REGION.amazonaws.com/BUCKET/KEY: AWS IoT refuses any other';
};

/** Only downloads, because AWS IoT may generate the key of an upload. Evidence: placeholder-url-invalid, placeholder-upload-generated-key. */
const downloadHasKey: PlaceholderRule = ({ placeholder }) => {
  if (placeholder.kind !== 'download') return undefined;
  const url = knownOf(placeholder.url);
  const { bucket, key } = s3UrlOf(url) ?? {};
  return isUnknown(url) || bucket !== '' && key !== '' ? undefined
    : 'have a URL with a bucket and a key: AWS IoT refuses it, "Provided S3 url is not valid: ... Error: Key cannot be null"';
};

/** The older form of the placeholder accepts URLs that are not encoded. Evidence: placeholder-url-invalid, placeholder-download. */
const urlIsEncoded: PlaceholderRule = ({ placeholder }) => {
  // Stryker disable next-line ConditionalExpression: no other kind begins like this, and the compiler asks for the kind
  if (placeholder.kind !== 'download' || !placeholder.text.startsWith(`${PREFIX}s3-presigned-url-v2:`)) return undefined;
  const [raw] = /[\s"<>\\^`{|}]/.exec(knownOf(placeholder.url).replaceAll(UNKNOWN, '')) ?? [];
  return raw === undefined ? undefined
    : `have an encoded URL, with ${encodeURIComponent(raw)} for ${JSON.stringify(raw)}: AWS IoT refuses it, "Given S3 url ... is invalid."`;
};

/** A URL with a sign in place of each variable or nested placeholder. */
const knownOf = (url: string): string => url.replace(/\$\{[^{}]*\}/g, UNKNOWN);

const isUnknown = (text: string): boolean => text.includes(UNKNOWN);

const PLACEHOLDER_RULES: readonly PlaceholderRule[] = [
  isTerminated, isOutermost, allAttributesAreValue, namesArePair, variablesAreOfUpload, bucketHasNoVariables,
  urlIsOfS3, downloadHasKey, urlIsEncoded,
];

/** Reports the first rule that each placeholder breaks. Evidence: placeholder-checked-when. */
export const placeholdersAreRight: DocumentRule = ({ document }) => {
  const problems = placementsOf(document).flatMap((placed): [string, string][] => {
    const must = firstOf(placed);
    return must === undefined ? [] : [[placed.placeholder.text, must]];
  });
  return [...new Map(problems)].flatMap(([text, must]) => problemAt('document', text, must));
};

/** Only one rule applies to a placeholder without its end, because the rest of the placeholder is unknown. */
const firstOf = (placed: PlacedPlaceholder): string | undefined =>
  (placed.isTerminated ? PLACEHOLDER_RULES : [isTerminated]).map(rule => rule(placed)).find(must => must !== undefined);

/**
 * The document names only package versions that are destinations, if the destinations are known. `$null` means no version, and `$default`
 * has a rule of its own. Evidence: placeholder-package-named, placeholder-default-version.
 */
export const packageVersionsMatch: DocumentRule = ({ document, destinationPackageVersions: destinations }, isUnresolved) => {
  if (!Array.isArray(destinations) || destinations.length === 0) return [];
  const named = destinations.map(namesInArn);
  const isSame = (name: string, other: string) => name === other || isUnresolved(other);
  const isOneOf = (packageName: string, versionName: string) => named.some(names => names === undefined
    || isSame(packageName, names[0]) && (isSame(versionName, names[1]) || names[1].startsWith('$')));
  const others = placementsOf(document).map(({ placeholder }) => placeholder).filter(placeholder => {
    if (placeholder.kind !== 'package') return false;
    const { packageName, versionName } = placeholder;
    const isKnown = [packageName, versionName].every(name => name !== '' && !isUnknown(name));
    return isKnown && !versionName.startsWith('$') && !isOneOf(packageName, versionName);
  });
  const nameOf = (name: string) => isUnresolved(name) ? UNKNOWN : name;
  // Stryker disable next-line ArrayDeclaration: a version without a name may be any, so there is no message
  const expected = named.flatMap(names => names ? `package/${nameOf(names[0])}/version/${nameOf(names[1])}` : []).join(', ');
  return [...new Set(others.map(({ text }) => text))].flatMap(text => problemAt('document', text,
    `name one of destinationPackageVersions, ${expected}: AWS IoT refuses a document whose package versions do not match them`));
};

const ESCAPED = /\$\{!aws:iot:[^}]*\}?/i;

/** An escape for `Fn::Sub` has no effect outside of `Fn::Sub`, so devices would get it. Evidence: cfn-sub-literal. */
export const nothingIsEscaped: DocumentRule = ({ document }) => {
  const found = textsOf(document).flatMap(({ text }) => ESCAPED.exec(text) ?? []);
  return [...new Set(found)].flatMap(text => problemAt('document', text,
    'be written without the !: CloudFormation turns ${!NAME} into ${NAME} only inside Fn::Sub, so AWS IoT would not replace this text'));
};
