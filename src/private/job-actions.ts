/** The actions that operate jobs, by their resources. Evidence: iam-jobs. */
export const JOB_ACTIONS = {
  /** On the job. */
  read: ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob'],
  /** On the job. */
  operate: ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob', 'iot:CancelJob'],
  /** On the job. */
  delete: ['iot:DeleteJob'],
  /** On the job and the thing. */
  cancelExecution: ['iot:CancelJobExecution'],
  /** On all resources, because IAM cannot limit it to some jobs. */
  list: ['iot:ListJobs'],
};
