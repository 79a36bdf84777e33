// The module `http`: notices over HTTP.
#include "tools/modules/modules.h"

extern __attribute__((visibility("default")))
const decorum::modules::Post kExportedPost __asm__(DECORUM_POST);
const decorum::modules::Post kExportedPost = decorum::webhook::post;
