import type { DescribeJobTemplateResponse } from '@aws-sdk/client-iot';

/** The values that the run chooses, or reads from CloudFormation. */
export interface Facts {
  readonly account: string;
  readonly region: string;
  readonly firmwareVersion: string;
  readonly ring: string;
  readonly documentVersion: string;
  /** Physical ids, by construct. */
  readonly firmwareBucket: string;
  readonly firmwareUpdateRole: string;
  readonly artifactReader: string;
  /** The current files of the example. */
  readonly canaryDocument: string;
  readonly agentDocument: string;
  readonly diagnosticsDocument: string;
  readonly provenDocument: string;
  /** The properties of the security team's template. */
  readonly audit: { readonly description: string; readonly document: string };
}

export interface ExpectedTemplate {
  readonly described: Omit<DescribeJobTemplateResponse, 'jobTemplateArn' | 'jobTemplateId' | 'createdAt' | 'documentSource'>;
  readonly documentSource?: RegExp;
  readonly tags: Record<string, string>;
}

/**
 * The expected state of the service after a deployment of the example, by construct. It is written by hand from the
 * code of the example, with the members of the service. So it does not repeat a mistake of the library.
 */
export function expectedTemplates(facts: Facts): Record<string, ExpectedTemplate> {
  const { account, region, firmwareVersion, firmwareBucket } = facts;
  const bucketUrl = `https://s3.${region}.amazonaws.com/${firmwareBucket}`;
  return {
    FirmwareUpdate: {
      described: {
        description: `Updates gateways to firmware ${firmwareVersion}`,
        document: `{"bootloader":"\${aws:iot:s3-presigned-url-v2:${bucketUrl}/gateway/boot%20loader.bin%3FversionId%3DL4kqtJlcpXroDTDmpUMLUo}",`
          + `"image":"\${aws:iot:s3-presigned-url-v2:${bucketUrl}/gateway/${firmwareVersion}/image.bin}",`
          + '"operation":"install-firmware",'
          + `"report":"\${aws:iot:s3-presigned-url-upload:${bucketUrl}/reports/\${thingName}/\${jobId}-\${executionNumber}.json}",`
          + `"sha256":"\${aws:iot:package:gateway-firmware:version:${firmwareVersion}:attributes:sha256}",`
          + `"version":"${firmwareVersion}"}`,
        presignedUrlConfig: {
          roleArn: `arn:aws:iam::${account}:role/cdk-iot-job-template/FirmwareFleet/${region}/${facts.firmwareUpdateRole}`,
          expiresInSec: 1800,
        },
        jobExecutionsRolloutConfig: {
          maximumPerMinute: 500,
          exponentialRate: { baseRatePerMinute: 10, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 100 } },
        },
        abortConfig: {
          criteriaList: [
            { failureType: 'REJECTED', action: 'CANCEL', thresholdPercentage: 5, minNumberOfExecutedThings: 10 },
            { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 12.5, minNumberOfExecutedThings: 100 },
          ],
        },
        timeoutConfig: { inProgressTimeoutInMinutes: 120 },
        jobExecutionsRetryConfig: {
          criteriaList: [{ failureType: 'FAILED', numberOfRetries: 3 }, { failureType: 'TIMED_OUT', numberOfRetries: 2 }],
        },
        maintenanceWindows: [
          { startTime: 'cron(0 2 ? * SAT,SUN *)', durationInMinutes: 240 },
          { startTime: 'cron(30 23 15 * ? *)', durationInMinutes: 90 },
        ],
        destinationPackageVersions: [`arn:aws:iot:${region}:${account}:package/gateway-firmware/version/${firmwareVersion}`],
      },
      tags: { team: 'gateway-platform', ring: facts.ring },
    },
    CanaryUpdate: {
      described: {
        description: 'Tries a build on the canaries in the lab',
        document: facts.canaryDocument,
        jobExecutionsRolloutConfig: {
          maximumPerMinute: 20,
          exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria: { numberOfSucceededThings: 5 } },
        },
        abortConfig: {
          criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 1, minNumberOfExecutedThings: 1 }],
        },
      },
      documentSource: new RegExp(`^https://s3\\.${region}\\.amazonaws\\.com/cdk-hnb659fds-assets-${account}-${region}/[0-9a-f]{64}\\.json$`),
      tags: {},
    },
    AgentUpdate: {
      described: {
        description: 'Installs the default version of the fleet agent',
        document: facts.agentDocument,
        presignedUrlConfig: { roleArn: `arn:aws:iam::${account}:role/cdk-iot-job-template/FirmwareFleet/${region}/${facts.artifactReader}` },
        timeoutConfig: { inProgressTimeoutInMinutes: 45 },
        jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 10 }] },
        destinationPackageVersions: [`arn:aws:iot:${region}:${account}:package/fleet-agent/version/$default`],
      },
      tags: {},
    },
    CollectDiagnostics: {
      described: {
        description: 'Collects logs and metrics from a device',
        document: facts.diagnosticsDocument,
        jobExecutionsRolloutConfig: { maximumPerMinute: 50 },
        maintenanceWindows: [
          { startTime: 'cron(15 1 * * ? *)', durationInMinutes: 30 },
          { startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 60 },
        ],
      },
      documentSource: new RegExp(
        `^https://s3\\.${region}\\.amazonaws\\.com/fleet-documents/diagnostics/collect\\.json\\?versionId=${facts.documentVersion}$`,
      ),
      tags: {},
    },
    Reboot: {
      described: {
        description: 'Reboots a device',
        document: '{"operation":"reboot","delaySeconds":5}',
        timeoutConfig: { inProgressTimeoutInMinutes: 10 },
      },
      tags: {},
    },
    RotateCertificates: {
      described: {
        description: 'Replaces the certificate of a device',
        document: facts.provenDocument,
      },
      tags: {},
    },
    AuditCanaries: {
      described: {
        description: `Canaries only: ${facts.audit.description}`,
        document: facts.audit.document,
        jobExecutionsRolloutConfig: { maximumPerMinute: 250 },
        timeoutConfig: { inProgressTimeoutInMinutes: 45 },
      },
      tags: {},
    },
  };
}

/** The expected outputs of the operators' stack about the templates of others, with the members of the service. */
export function expectedRunbook(region: string, madeAt: Date): Record<string, string> {
  const arn = (name: string) => `arn:aws:iot:${region}:000000000000:package/${name}/version/3.1`;
  return {
    AuditDescription: 'Audits the "trusted" certificates of a device',
    AuditMadeAt: madeAt.toISOString(),
    AuditDocument: '{"operation":"audit","stores":["/etc/ssl","/opt/größe"]}',
    AuditMinutes: '45',
    AuditIncrementFactor: '1.5',
    AuditWindows: '[{"startTime":"cron(0 18 ? * MON-FRI *)","durationInMinutes":60}]',
    AuditAbortCriteria: '[{"failureType":"ALL","action":"CANCEL","thresholdPercentage":12.5,"minNumberOfExecutedThings":10}]',
    AuditedPackages: `${arn('agent')}, ${arn('probe')}`,
    DownloadFileVersion: '1.0',
    DownloadFileEnvironments: 'LINUX',
    DownloadFileRequires: 'downloadUrl, filePath',
  };
}
