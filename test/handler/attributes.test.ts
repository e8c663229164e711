import { attributesIn } from '../../src/handler/attributes';
import { JOB_TEMPLATE_ATTRIBUTES } from '../../src/shared/contract';

const ARN = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot';

test.each([{}, { description: undefined }, { description: null }])('a template described as %j has no description', described => {
  expect(() => attributesIn({ jobTemplateArn: ARN, ...described }, JOB_TEMPLATE_ATTRIBUTES, ['Description'], 'job template reboot'))
    .toThrow('job template reboot has no attribute Description, because it has no description: do not use this attribute, or set description on the template');
});

test('an empty value exists', () => {
  const described = { jobTemplateArn: ARN, description: '', destinationPackageVersions: [] };
  expect(attributesIn(described, JOB_TEMPLATE_ATTRIBUTES, ['Description', 'DestinationPackageVersions'], 'job template reboot'))
    .toEqual({ Arn: ARN, Description: '', DestinationPackageVersions: '' });
});
