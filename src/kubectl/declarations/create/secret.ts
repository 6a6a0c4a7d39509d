import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createSecret: CommandDeclaration = {
  use: 'secret (docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  long: `Create a secret with specified type.

 A docker-registry type secret is for accessing a container registry.

 A generic type secret indicate an Opaque secret type.

 A tls type secret holds TLS certificate and its associated key.`,
  commands: [
    {
      use: 'docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
      short: 'Create a secret for use with a Docker registry',
      long: `Create a new secret for use with Docker registries.
        
        Dockercfg secrets are used to authenticate against Docker registries.
        
        When using the Docker command line to push images, you can authenticate to a given registry by running:
        '$ docker login DOCKER_REGISTRY_SERVER --username=DOCKER_USER --password=DOCKER_PASSWORD --email=DOCKER_EMAIL'.
        
 That produces a ~/.dockercfg file that is used by subsequent 'docker push' and 'docker pull' commands to authenticate to the registry. The email address is optional.

        When creating applications, you may have a Docker registry that requires authentication.  In order for the
        nodes to pull images on your behalf, they must have the credentials.  You can provide this information
        by creating a dockercfg secret and attaching it to your service account.`,
      example: `  # If you do not already have a .dockercfg file, create a dockercfg secret directly
  kubectl create secret docker-registry my-secret --docker-server=DOCKER_REGISTRY_SERVER --docker-username=DOCKER_USER --docker-password=DOCKER_PASSWORD --docker-email=DOCKER_EMAIL
  
  # Create a new secret named my-secret from ~/.docker/config.json
  kubectl create secret docker-registry my-secret --from-file=path/to/.docker/config.json`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.appendHash,
        { name: 'docker-email', type: 'string', usage: 'Email for Docker registry' },
        { name: 'docker-password', type: 'string', usage: 'Password for Docker registry authentication' },
        {
          name: 'docker-server',
          type: 'string',
          default: 'https://index.docker.io/v1/',
          usage: 'Server location for Docker registry',
        },
        { name: 'docker-username', type: 'string', usage: 'Username for Docker registry authentication' },
        shared.dryRun,
        shared.fieldManager,
        {
          name: 'from-file',
          type: 'stringSlice',
          default: '[]',
          usage:
            'Key files can be specified using their file path, in which case a default name of .dockerconfigjson will be given to them, or optionally with a name and file path, in which case the given name will be used. Specifying a directory will iterate each named file in the directory that is a valid secret key. For this command, the key should always be .dockerconfigjson.',
        },
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.template,
        shared.validate,
      ],
    },
    {
      use: 'generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
      short: 'Create a secret from a local file, directory, or literal value',
      long: `Create a secret based on a file, directory, or specified literal value.

 A single secret may package one or more key/value pairs.

 When creating a secret based on a file, the key will default to the basename of the file, and the value will default to the file content. If the basename is an invalid key or you wish to chose your own, you may specify an alternate key.

 When creating a secret based on a directory, each file whose basename is a valid key in the directory will be packaged into the secret. Any directory entries except regular files are ignored (e.g. subdirectories, symlinks, devices, pipes, etc).`,
      example: `  # Create a new secret named my-secret with keys for each file in folder bar
  kubectl create secret generic my-secret --from-file=path/to/bar
  
  # Create a new secret named my-secret with specified keys instead of names on disk
  kubectl create secret generic my-secret --from-file=ssh-privatekey=path/to/id_rsa --from-file=ssh-publickey=path/to/id_rsa.pub
  
  # Create a new secret named my-secret with key1=supersecret and key2=topsecret
  kubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret
  
  # Create a new secret named my-secret using a combination of a file and a literal
  kubectl create secret generic my-secret --from-file=ssh-privatekey=path/to/id_rsa --from-literal=passphrase=topsecret
  
  # Create a new secret named my-secret from env files
  kubectl create secret generic my-secret --from-env-file=path/to/foo.env --from-env-file=path/to/bar.env`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.appendHash,
        shared.dryRun,
        shared.fieldManager,
        {
          name: 'from-env-file',
          type: 'stringSlice',
          default: '[]',
          usage: 'Specify the path to a file to read lines of key=val pairs to create a secret.',
        },
        {
          name: 'from-file',
          type: 'stringSlice',
          default: '[]',
          usage:
            'Key files can be specified using their file path, in which case a default name will be given to them, or optionally with a name and file path, in which case the given name will be used.  Specifying a directory will iterate each named file in the directory that is a valid secret key.',
        },
        {
          name: 'from-literal',
          type: 'stringArray',
          default: '[]',
          usage: 'Specify a key and literal value to insert in secret (i.e. mykey=somevalue)',
        },
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.template,
        { name: 'type', type: 'string', usage: 'The type of secret to create' },
        shared.validate,
      ],
    },
    {
      use: 'tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
      short: 'Create a TLS secret',
      long: `Create a TLS secret from the given public/private key pair.

 The public/private key pair must exist beforehand. The public key certificate must be .PEM encoded and match the given private key.`,
      example: `  # Create a new TLS secret named tls-secret with the given key pair
  kubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.appendHash,
        { name: 'cert', type: 'string', usage: 'Path to PEM encoded public key certificate.' },
        shared.dryRun,
        shared.fieldManager,
        { name: 'key', type: 'string', usage: 'Path to private key associated with given certificate.' },
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.template,
        shared.validate,
      ],
    },
  ],
};
