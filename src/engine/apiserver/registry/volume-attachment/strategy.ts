import { forbidden, required } from '../../../api/field-error.ts';
import type { VolumeAttachment } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { volumeAttachmentTable } from './table.ts';

/** The rules of VolumeAttachments. Models pkg/registry/storage/volumeattachment (v1.36). */
export const volumeAttachmentStrategy: Strategy<VolumeAttachment> = {
  prepareForCreate(draft) {
    draft.status = { attached: false };
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, false),
    ...(spec.attacher ? [] : [required('spec.attacher')]),
    ...(spec.nodeName ? [] : [required('spec.nodeName')]),
    ...(spec.source?.persistentVolumeName === undefined && spec.source?.inlineVolumeSpec === undefined
      ? [required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')]
      : []),
  ],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
  },
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec, old.spec) ? [] : [forbidden('spec', 'field is immutable')],
  returnDeletedObject: true,
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  table: volumeAttachmentTable,
};
