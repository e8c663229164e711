export * from './failure-criteria';
export * from './job-document';
export * from './job-rollout';
export * from './job-template';
export * from './job-template-grants';
export * from './maintenance-window';
export * from './package-version';
export { JobTemplateProvider, type JobTemplateProviderProps } from './provider/job-template-provider';
export { S3PresignedUrl, type S3DownloadOptions } from './s3-presigned-url';
