import { BookkeepingTags, ownerOf } from '../../src/shared/bookkeeping-tags';
import { contentFingerprint } from '../../src/shared/fingerprint';
import { ADOPTED_FROM, ADOPTED_FROM_2, OWNER, REQUESTS } from '../support/harness';

const stackId = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}`;

test('an owner is named in full if that fits, otherwise by a unique short name', () => {
  const logicalId = 'A'.repeat(255 - 'fleet/uuid/'.length);
  expect(ownerOf(stackId('fleet/uuid'), logicalId)).toBe(`fleet/uuid/${logicalId}`);
  const [first, second] = ['B', 'C'].map(end => ownerOf(stackId('fleet/uuid'), `${logicalId}${end}`));
  expect(first).toMatch(/^fleet\/uuid\/A+-[0-9a-f]{16}$/);
  expect([first.length, second.length]).toEqual([255, 255]);
  expect(second).not.toBe(first);
});

test.each([
  ['fleet/uuid/Other', true],
  ['fleet/other-uuid/Reboot', false],
  ['flake/uuid/Reboot', false],
  ['fleetu/uid/Reboot', false],
])('the owner fleet/uuid/Reboot is of the same stack as %s: %s', (other, expected) => {
  expect(new BookkeepingTags(new Map([[OWNER, 'fleet/uuid/Reboot']])).isOwnedBeside(other)).toBe(expected);
});

test('a template without an owner belongs to no stack', () => {
  expect(new BookkeepingTags(new Map()).isOwnedBeside('fleet/uuid/Reboot')).toBe(false);
});

test('a template that no request has touched yet is marked with the first', () => {
  const adopted = new BookkeepingTags(new Map()).forAdoption('fleet/uuid/Reboot', 'content', '0a1b2c3d')!;
  expect(adopted.get(REQUESTS)).toBe('0a1b2c3d');
  expect(new BookkeepingTags(adopted).requests).toEqual(['0a1b2c3d']);
});

test('an adoption names only the previous owner', () => {
  const adopted = new BookkeepingTags(new Map([[OWNER, 'maker/uuid/Reboot']])).forAdoption('fleet/uuid/Reboot', 'content', '0a1b2c3d')!;
  expect(adopted.get(ADOPTED_FROM)).toBe('maker/uuid/Reboot');
  expect(adopted.has(ADOPTED_FROM_2)).toBe(false);
});

test('a template made by hand is not confused with a stack of that name', () => {
  const once = new Map([[OWNER, 'maker/uuid/Reboot'], [ADOPTED_FROM, 'unmanaged']]);
  const twice = new BookkeepingTags(once).forAdoption('unmanaged/uuid/Reboot', 'content', '0a1b2c3d')!;
  expect([twice.get(ADOPTED_FROM), twice.get(ADOPTED_FROM_2)]).toEqual(['unmanaged', 'maker/uuid/Reboot']);
});

test('the fingerprint of a content is the same in every version, because templates carry it', () => {
  const request = {
    jobTemplateId: 'reboot',
    description: 'Reboots',
    document: '{"operation":"reboot"}',
    timeoutConfig: { inProgressTimeoutInMinutes: 60 },
    presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presign', expiresInSec: 60 },
  };
  expect(contentFingerprint(request)).toBe('8ece7dfe48acaf331c2ed68fc7b22bf1');
});

test('the release of a template that nobody owned removes the tags that are there', () => {
  const tags = new Map([[OWNER, 'fleet/uuid/Reboot'], [ADOPTED_FROM, 'unmanaged'], [REQUESTS, '0a1b2c3d'], ['team', 'edge']]);
  expect(new BookkeepingTags(tags).forRelease('0a1b2c3e')).toEqual({ remove: [OWNER, ADOPTED_FROM, REQUESTS] });
});
