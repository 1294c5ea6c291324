# Our runtime against ONNX Runtime on the models that ship.
add_executable(onnxruntime_answers tests/onnxruntime/answers.cpp ${LEAKS_OF_LIBRARIES})
target_link_libraries(onnxruntime_answers PRIVATE vision_runtime)
target_precompile_headers(onnxruntime_answers REUSE_FROM base)
add_test(NAME onnxruntime COMMAND tests/onnxruntime/run WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(onnxruntime PROPERTIES ENVIRONMENT "ONNXRUNTIME_ANSWERS=$<TARGET_FILE:onnxruntime_answers>")
set_tests_properties(journeys onnxruntime PROPERTIES RESOURCE_LOCK npm)  # both may install
