import { placeholdersAreRight } from '../../src/private/placeholder-rules';

const problemsOf = (text: string) => placeholdersAreRight({ jobTemplateId: 'reboot', description: 'Reboots', document: JSON.stringify({ text }) }, () => false);

test('all attributes of a package version stand by themselves, whatever its name', () => {
  const placeholder = '${aws:iot:package:gateway-firmware:version:1.0.0:attributes}';
  expect(problemsOf(placeholder)).toEqual([]);
  expect(problemsOf(`attributes ${placeholder}`)).toEqual([
    { member: 'document', value: placeholder, must: expect.stringContaining('be a JSON value by itself') },
  ]);
  expect(problemsOf('attribute ${aws:iot:package:gateway-firmware:version:1.0.0:attributes:size}')).toEqual([]);
});
