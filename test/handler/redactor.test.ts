import * as fc from 'fast-check';
import { Redactor } from '../../src/handler/redactor';
import { inReasonableTime } from '../support/time-limit';

const DOCUMENT = JSON.stringify({ operation: 'install', wifi: 'a "quoted" passphrase', steps: ['one', 'two'] });
const EVENT = {
  ResponseURL: 'https://cloudformation-custom-resource-response.s3.amazonaws.com/a?X-Amz-Signature=abcdef0123456789',
  LogicalResourceId: 'Reboot',
  ResourceProperties: {
    JobTemplateId: 'fleet-reboot',
    Description: 'Reboots the machines of customer Miller',
    Document: DOCUMENT,
    PresignedUrlConfig: { RoleArn: 'arn:aws:iam::123456789012:role/presign' },
    Tags: [{ Key: 'team', Value: 'red' }, { Key: 'customer', Value: 'Miller & Sons' }, { Key: 'cdk-iot-job-template:owner', Value: 'fleet/uuid/Reboot' }],
  },
};

const redacted = (text: string, event: unknown = EVENT): string => new Redactor(event).redact(text);

test.each<[string, string, string]>([
  ['a whole value', 'Description Reboots the machines of customer Miller is not valid', 'Description [description] is not valid'],
  ['a quoted value', 'Value \'Reboots the machines of customer Miller\' at \'description\'', 'Value \'[description]\' at \'description\''],
  ['a value that is cut off', 'Value "Reboots the mach..." is too long', 'Value "[description]..." is too long'],
  ['a value that begins in the middle', 'near ...of customer Miller, must be', 'near ...[description], must be'],
  ['a document', `Invalid document: ${DOCUMENT}.`, 'Invalid document: [document].'],
  ['a document inside of JSON', `Invalid request: ${JSON.stringify({ document: DOCUMENT })}`, 'Invalid request: {"document":"[document]"}'],
  ['a document inside of JSON inside of JSON', `{"body":${JSON.stringify(JSON.stringify({ document: DOCUMENT }))}}`, '{"body":"{\\"document\\":\\"[document]\\"}"}'],
  ['the beginning of a document', 'Unexpected end of JSON: \'{"oper\'', 'Unexpected end of JSON: \'[document]\''],
  ['a string of the document', 'Unexpected "a \\"quoted\\" passphrase" at wifi', 'Unexpected [document] at wifi'],
  ['a tag\'s value', 'Tag value Miller & Sons is not valid', 'Tag value [tag value] is not valid'],
  ['a short value in quotes', 'Tag value [red] is not valid', 'Tag value [[tag value]] is not valid'],
  ['a quoted value at the very end', 'Not valid: "Reboots the machines of customer Miller', 'Not valid: "[description]'],
  ['the URL of the answer', `Cannot reach ${EVENT.ResponseURL}`, 'Cannot reach [response URL]'],
])('%s is redacted', (_, message, expected) => {
  expect(redacted(message)).toBe(expected);
});

describe('Another encoding hides nothing:', () => {
  const BODY = JSON.stringify({ description: EVENT.ResourceProperties.Description, document: DOCUMENT, customer: 'Miller & Sons', team: 'red' });
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const url = (text: string) => Buffer.from(base64(text), 'base64').toString('base64url');
  const unicode = (text: string) => text.replace(/[^a-z]/gi, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const entities = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/i/g, '&#x69;');
  const form = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);

  test.each<[string, string, string]>([
    ['a document in Base64', `body ${base64(DOCUMENT)} is wrong`, 'body [document] is wrong'],
    ['a document in Base64 for URLs', `body ${url(DOCUMENT)} is wrong`, 'body [document] is wrong'],
    ['a short value in Base64', `value ${base64('red')} is wrong`, 'value [tag value] is wrong'],
    ['a value in Base64', `value ${base64('Miller & Sons')} is wrong`, 'value [tag value]== is wrong'],
    ['a value in Base64 in a URL', `?v=${encodeURIComponent(base64('Miller & Sons'))} is wrong`, '?v=[tag value]%3D%3D is wrong'],
    ['a document in a URL', `?body=${encodeURIComponent(DOCUMENT)}&x=y`, '?body=[document]&x=y'],
    ['a document in a URL in lower case', `?body=${encodeURIComponent(DOCUMENT).toLowerCase()}&x=y`, '?body=[document]&x=y'],
    ['a document in a URL in a URL', `?body=${encodeURIComponent(encodeURIComponent(DOCUMENT))}&x=y`, '?body=[document]&x=y'],
    ['a value in a form', `?value=${form('Miller & Sons')}&x=y`, '?value=[tag value]&x=y'],
    ['a value with escaped characters', `value ${unicode('Miller & Sons')} is wrong`, 'value [tag value] is wrong'],
    ['a document in HTML', `<b>${entities(DOCUMENT)}</b>`, '<b>[document]</b>'],
    ['a document as Python writes it', `{'document': '${DOCUMENT.replace(/\\/g, '\\\\')}'}`, '{\'document\': \'[document]\'}'],
    ['a document in single quotes', `got ${DOCUMENT.replace(/"/g, '\'')} instead`, 'got [document] instead'],
    ['a document in doubled quotes', `got "${DOCUMENT.replace(/"/g, '""')}" instead`, 'got "[document]" instead'],
    ['a document with other spaces', `got ${JSON.stringify(JSON.parse(DOCUMENT), null, 2)} instead`, 'got [document] instead'],
  ])('%s', (_, message, expected) => {
    expect(redacted(message)).toBe(expected);
  });

  test.each([0, 1, 2])('a request in Base64 that begins at offset %i', offset => {
    const told = redacted(`got ${base64(`${'.'.repeat(offset)}${BODY}`)} instead`);
    const rest = Buffer.from(told.replace(/\[[^\]]*\]/g, ''), 'base64').toString('latin1');
    for (const secret of ['Reboots', 'machines', 'install', 'passphrase', 'Miller', 'Sons']) expect(rest).not.toContain(secret);
  });

  test.each([
    'Signature AKIA/abcd+efgh= of arn:aws:iot:us-east-1:123456789012:jobtemplate/fleet-reboot is 100%25 wrong &amp; \\u0041 \\n',
    'RGVzY3JpcHRpb24gaXMgbm90IHZhbGlk',
    'C:\\temp\\ and a trailing \\',
  ])('%j is not redacted', message => {
    expect(redacted(message)).toBe(message);
  });

  test('a long message with many values is redacted as a whole', () => {
    const strings = Array.from({ length: 500 }, (__, index) => `secret-${index}`);
    const confidential = new Redactor({ Document: JSON.stringify(strings) });
    expect(confidential.redact(`${base64(JSON.stringify(strings))} `.repeat(2))).toBe('[document]...');
    expect(confidential.redact('ThrottlingException')).toBe('ThrottlingException');
  });
});

test.each([
  'Unable to assume role arn:aws:iam::123456789012:role/presign for job template fleet-reboot of fleet/uuid/Reboot',
  'The request is not authorized: the operation is reduced, and one of two steps failed',
  '1 validation error detected: Value at \'description\' failed to satisfy constraint: Member must have length less than or equal to 2028',
  'Tag key customer is not valid',
  '',
])('%j is not redacted', message => {
  expect(redacted(message)).toBe(message);
});

test('a name that is also a whole secret is kept, but a fragment is redacted', () => {
  const event = { JobTemplateId: 'fleet-reboot', Description: 'fleet-reboot', Document: '{"secret":"before fleet-reboot after"}' };
  expect(redacted('job template fleet-reboot exists', event)).toBe('job template fleet-reboot exists');
  expect(redacted('document {"secret":"before fleet-reboot after"}', event)).toBe('document [document]');
});

test.each(['before fleet-reboot', 'fleet-reboot at night', 'before fleet-reboot at night'])('a name is redacted as a fragment of the value %j', Description => {
  expect(redacted(`Value ${Description} is wrong`, { JobTemplateId: 'fleet-reboot', Description })).toBe('Value [description] is wrong');
});

test.each([
  ['Miller', 'Value Miller is wrong', 'Value Miller is wrong'],
  ['Miller1', 'Value Miller1 is wrong', 'Value Miller1 is wrong'],
  ['Miller12', 'Value Miller12 is wrong', 'Value [description] is wrong'],
  ['Miller12', 'Miller12', '[description]'],
  ['Miller12', 'Value xMiller12 is wrong', 'Value xMiller12 is wrong'],
  ['Miller12', 'Value Miller12x is wrong', 'Value Miller12x is wrong'],
  ['Miller12', 'Values Miller123 and Miller12', 'Values Miller123 and [description]'],
  ['.Miller.', 'Value x.Miller.x is wrong', 'Value x[description]x is wrong'],
  ['.Miller1', 'Value x.Miller1x is wrong', 'Value x.Miller1x is wrong'],
  ['1Miller.', 'Value x1Miller.x is wrong', 'Value x1Miller.x is wrong'],
])('the value %j is redacted only if it stands alone: %j', (Description, message, expected) => {
  expect(redacted(message, { Description })).toBe(expected);
});

test.each([
  ['r', 'r'], ['re', 're'], ['Mil', 'Mil'], ['Mill', '[tag value]'], ['Millx', '[tag value]x'], ['red', '[tag value]'], ['redo', 'redo'], ['', ''],
])('the quoted word %j becomes %j beside the tags red and Miller', (word, expected) => {
  const Tags = [{ Key: 'team', Value: 'red' }, { Key: 'customer', Value: 'Miller' }, { Key: 'empty', Value: '' }];
  expect(redacted(`Value '${word}' is wrong`, { Tags })).toBe(`Value '${expected}' is wrong`);
});

describe.each(['Miller & Sons', 'Miller & Sons of Ohio, Inc.'])('a value that contains %j', customer => {
  test.each([[0, 1], [1, 0]])('is redacted as itself', (...order) => {
    const members = [['Description', `${customer}: all machines`], ['Tags', [{ Key: 'customer', Value: customer }]]];
    const event = Object.fromEntries(order.map(index => members[index]));
    expect(redacted(`Value ${customer}: all machines is wrong`, event)).toBe('Value [description] is wrong');
  });
});

test('each string of a document is a secret, but words of a description are not', () => {
  expect(redacted('steps are "one","two"')).toBe('steps are "[document]","[document]"');
  expect(redacted('steps are "one","two"', { Description: JSON.stringify({ steps: ['one', 'two'] }) })).toBe('steps are "one","two"');
});

test('a message is kept to its end if it fits into a response', () => {
  expect(redacted('.'.repeat(8_192))).toBe('.'.repeat(8_192));
  expect(redacted('.'.repeat(8_193))).toBe(`${'.'.repeat(8_176)}...`);
});

test('a URL is also redacted without its encoding', () => {
  const event = { DocumentSource: 'https://s3.amazonaws.com/bucket/top%20secret.json' };
  expect(redacted('no such object: https://s3.amazonaws.com/bucket/top secret.json', event)).toBe('no such object: [document source]');
});

test('a value that is known only after a message was redacted is redacted in the next', () => {
  const confidential = new Redactor({ Description: 'Reboots at midnight' });
  expect(confidential.redact('Reboots at midnight, Miller & Sons')).toBe('[description], Miller & Sons');
  confidential.addSecretsFrom({ Value: 'Miller & Sons' });
  expect(confidential.redact('Reboots at midnight, Miller & Sons')).toBe('[description], [tag value]');
});

test('a value is also redacted where its beginning looks like the end of an escape', () => {
  expect(new Redactor({ Description: '1234-5678-9012-3456' }).redact('got %41234-5678-9012-3456')).toBe('got %4[description]');
});

test('values that AWS IoT returned are redacted like values that were sent', () => {
  const confidential = new Redactor({});
  confidential.addSecretsFrom({ jobTemplateId: 'a', description: 'Somebody else wrote this', createdAt: new Date(0), tags: [{ Key: 'owner', Value: 'Miller & Sons' }] });
  expect(confidential.redact('"Somebody else wrote this" for Miller & Sons')).toBe('"[description]" for [tag value]');
});

test.each([null, undefined, 7, 'Description', [], [null, [undefined]], { Description: null }, { Document: 7 }, { __proto__: null, Value: '' }])('an event %j holds no secrets', event => {
  expect(redacted('Value of Description', event)).toBe('Value of Description');
});

test.each([{ RoleArn: '' }, { Tags: [{ Key: '', Value: '' }] }, { JobTemplateId: '', Description: '', Document: '""' }])('an empty name or value is found nowhere: %j', event => {
  expect(inReasonableTime(() => redacted('Value of "" is wrong', event))).toBe('Value of "" is wrong');
});

test('a message of any length takes little time, and its cut gives away nothing', () => {
  const document = JSON.stringify(Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`member-${index}`, `secret-${index}`]))).slice(0, 32_768);
  for (const before of Array.from({ length: 40 }, (_, index) => 8_160 + index)) {
    const told = redacted(`${'.'.repeat(before)} top-secret-canary ${'.'.repeat(50_000)}`, { Description: 'a top-secret-canary' });
    expect(told).not.toContain('top');
    expect(told.length).toBeLessThan(8_200);
  }
  expect(redacted(`invalid: ${document}${document}`, { Document: document })).toBe('invalid: [document]...');
});

describe('Whatever the values are', () => {
  /** Not to be found in a message by accident. */
  const canary = fc.stringMatching(/^[a-z0-9]{10}$/).map(part => `kq${part}zx`);
  const around = fc.string({ unit: 'grapheme', maxLength: 30 });
  const value = fc.tuple(around, canary, around).map(([before, inner, after]) => ({ whole: `${before}${inner}${after}`, inner }));
  const quote = fc.constantFrom<(text: string) => string>(
    text => `'${text}'`, text => `"${text}"`, text => `[${text}]`, text => `: ${text} `, text => JSON.stringify(text), text => JSON.stringify(JSON.stringify({ text })),
  text => ` ${encodeURIComponent(text)} `, text => ` ${new URLSearchParams({ text })} `, text => `'${text.replace(/'/g, '\'\'')}'`,
  text => ` ${text.replace(/[^a-z0-9 ]/giu, character => `&#${character.codePointAt(0)};`)} `,
  );

  test('each is redacted, however it is quoted, and the text around it is kept', () => {
    fc.assert(fc.property(value, value, value, quote, (description, document, tag, quoted) => {
      const event = { Description: description.whole, Document: JSON.stringify({ text: [document.whole] }), Tags: [{ Key: 'team', Value: tag.whole }] };
      const message = `Refused ${[description, document, tag].map(({ whole }) => quoted(whole)).join(' and ')} FOR A REASON`;
      const told = redacted(message, event);
      for (const { inner } of [description, document, tag]) expect(told).not.toContain(inner.slice(2, -2));
      expect(told.startsWith('Refused ')).toBe(true);
      expect(told.endsWith(' FOR A REASON')).toBe(true);
    }), { numRuns: 1_000 });
  });

  test('quoted beginnings and long fragments are redacted', () => {
    fc.assert(fc.property(canary, canary, fc.nat(20), fc.nat(20), (first, second, skipped, kept) => {
      const whole = `${first}-${second}`;
      expect(redacted(`Value '${whole.slice(0, 4 + kept)}...' is wrong`, { Description: whole })).toBe('Value \'[description]...\' is wrong');
      const piece = whole.slice(Math.min(skipped, whole.length - 16));
      expect(redacted(`near ..${piece}`, { Description: whole })).toBe('near ..[description]');
    }));
  });
});
