/** Checks of AWS managed templates. */
import type { Check } from '../check';

const NAMES = [
  'AWS-Download-File', 'AWS-Install-Application', 'AWS-Reboot', 'AWS-Remove-Application', 'AWS-Restart-Application', 'AWS-Run-Command',
  'AWS-Start-Application', 'AWS-Stop-Application',
];

export const MANAGED_TEMPLATES: readonly Check[] = [
  {
    evidence: 'managed-describe',
    expected: 'AWS-Reboot without a version is its default version, and version 1.0 is accepted',
    async observe({ iot }) {
      const byDefault = await iot.describeManagedJobTemplate({ templateName: 'AWS-Reboot' });
      const named = await iot.describeManagedJobTemplate({ templateName: 'AWS-Reboot', templateVersion: '1.0' });
      return { observed: `${byDefault.templateVersion}; ${named.templateVersion}`, confirmed: !!byDefault.templateVersion && named.templateVersion === '1.0' };
    },
  },
  {
    evidence: 'managed-arn',
    expected: 'arn:PARTITION:iot:REGION::jobtemplate/AWS-Reboot:VERSION',
    async observe({ iot, region }) {
      const { templateArn } = await iot.describeManagedJobTemplate({ templateName: 'AWS-Reboot' });
      return { observed: `${templateArn}`, confirmed: new RegExp(`^arn:[a-z-]+:iot:${region}::jobtemplate/AWS-Reboot:[\\d.]+$`).test(`${templateArn}`) };
    },
  },
  {
    evidence: 'managed-templates',
    expected: NAMES.join(', '),
    async observe({ iot }) {
      const { managedJobTemplates = [] } = await iot.listManagedJobTemplates({ maxResults: 250 });
      const observed = [...new Set(managedJobTemplates.map(({ templateName }) => templateName))].sort().join(', ');
      return { observed, confirmed: observed === NAMES.join(', ') };
    },
  },
  {
    evidence: 'managed-parameters',
    expected: 'the parameters of AWS-Download-File are placeholders of its document',
    async observe({ iot }) {
      const { documentParameters = [], document = '' } = await iot.describeManagedJobTemplate({ templateName: 'AWS-Download-File' });
      const keys = documentParameters.map(({ key }) => key);
      return { observed: keys.join(', '), confirmed: keys.length > 0 && keys.every((key) => document.includes(`\${aws:iot:parameter:${key}}`)) };
    },
  },
];
