import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const certificate: CommandDeclaration = {
  use: 'certificate SUBCOMMAND',
  short: 'Modify certificate resources',
  long: 'Modify certificate resources.',
  commands: [
    {
      use: 'approve (-f FILENAME | NAME)',
      short: 'Approve a certificate signing request',
      long: `Approve a certificate signing request.

 kubectl certificate approve allows a cluster admin to approve a certificate signing request (CSR). This action tells a certificate signing controller to issue a certificate to the requester with the attributes requested in the CSR.

 SECURITY NOTICE: Depending on the requested attributes, the issued certificate can potentially grant a requester access to cluster resources or to authenticate as a requested identity. Before approving a CSR, ensure you understand what the signed certificate can do.`,
      example: `  # Approve CSR 'csr-sqgzp'
  kubectl certificate approve csr-sqgzp`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.filename2,
        {
          name: 'force',
          type: 'bool',
          default: 'false',
          usage: 'Update the CSR even if it is already approved.',
        },
        shared.kustomize,
        shared.output,
        shared.recursive,
        shared.showManagedFields,
        shared.template,
      ],
    },
    {
      use: 'deny (-f FILENAME | NAME)',
      short: 'Deny a certificate signing request',
      long: `Deny a certificate signing request.

 kubectl certificate deny allows a cluster admin to deny a certificate signing request (CSR). This action tells a certificate signing controller to not to issue a certificate to the requester.`,
      example: `  # Deny CSR 'csr-sqgzp'
  kubectl certificate deny csr-sqgzp`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.filename2,
        {
          name: 'force',
          type: 'bool',
          default: 'false',
          usage: 'Update the CSR even if it is already denied.',
        },
        shared.kustomize,
        shared.output,
        shared.recursive,
        shared.showManagedFields,
        shared.template,
      ],
    },
  ],
};
